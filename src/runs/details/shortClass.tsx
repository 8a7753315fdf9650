import React from 'react';

/** The last word of a class with its module: `SVC` of `sklearn.svm.SVC`. */
export function shortClass(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1) || type;
}

/** A class in short; its module on hover. */
export function ShortClass(props: { type: string }): React.JSX.Element {
  return <span title={props.type}>{shortClass(props.type)}</span>;
}

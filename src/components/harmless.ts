import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

/** What a browser fetches by itself as soon as it stands in a page. */
const FETCHED =
  'img, image, audio, video, source, track, picture, iframe, object, embed';

/**
 * Make a sanitizer that also takes away what would be fetched from elsewhere: whoever wrote a text would know who reads
 * it, and could make a reader's browser ask addresses with the reader's rights.
 */
export function harmless(
  sanitizer: IRenderMime.ISanitizer
): IRenderMime.ISanitizer {
  return {
    ...(sanitizer.getAutolink && {
      getAutolink: () => sanitizer.getAutolink!()
    }),
    sanitize: (dirty, options) =>
      withoutFetches(sanitizer.sanitize(dirty, options))
  };
}

/** Put the words of pictures that would be fetched in their places. */
export function withoutFetches(html: string): string {
  // A document of its own fetches nothing.
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const node of page.querySelectorAll(FETCHED)) {
    const source = node.getAttribute('src') ?? '';
    if (!/^data:image\/(png|jpeg|gif|webp);/i.test(source)) {
      const words = node.getAttribute('alt') || source;
      node.replaceWith(page.createTextNode(words ? `[${words}]` : ''));
    }
  }
  for (const node of page.querySelectorAll('*')) {
    for (const name of node.getAttributeNames()) {
      // Buttons that execute commands of JupyterLab are none of a stranger's business, either.
      if (/^(srcset|poster|background|data-commandlinker.*)$/.test(name)) {
        node.removeAttribute(name);
      }
    }
    if (/url\s*\(|image-set|\\/i.test(node.getAttribute('style') ?? '')) {
      node.removeAttribute('style');
    }
  }
  return page.body.innerHTML;
}

import type {
  ImportOffer,
  ImportReport,
  Upload,
  VersionChoiceBody
} from './api/types';
import type { IRequestOptions } from './tokens';

/** Where runs and versions come from: a path below the server's root folder, or a file that was sent. */
export type ImportSource =
  { readonly path: string } | { readonly upload: string };

/** The imports' part of the door to the server. */
export interface IImportsApi {
  /** What a file or a store holds; nothing is written. */
  look(source: ImportSource, options?: IRequestOptions): Promise<ImportOffer>;
  /** Take runs (ids) and versions in; says of each what came of it. */
  take(
    source: ImportSource,
    runs: readonly string[],
    versions: readonly VersionChoiceBody[]
  ): Promise<ImportReport>;
  /** Announce a file that is about to be sent. */
  beginUpload(name: string, size: number): Promise<Upload>;
  /** Send its next piece. */
  sendPiece(
    upload: string,
    offset: number,
    piece: Blob,
    options?: IRequestOptions
  ): Promise<Upload>;
  /** Let the server forget a file, whole or not. */
  forgetUpload(upload: string): Promise<unknown>;
}

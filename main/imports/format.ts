/** A format of runs that can be imported: it recognises a folder, previews it, and writes it as run folders. */

export interface ImportFormat {
  readonly name: string;
  /** What it is, in words that follow "expected". */
  readonly title: string;
  /** Whether the folder holds this format. Decides by names and first bytes, so that it may be asked of anything. */
  recognise(folder: string): boolean;
  /** What an import would bring; writes nothing. Throws a sentence when the folder cannot be imported as it is. */
  preview(folder: string): Promise<ImportPreview>;
}

export interface ImportPreview {
  /** Folders of the source that are run folders of ours: none may be here already, or be written to. */
  readonly runs: readonly string[];
  /** Disk space that the import takes. */
  readonly bytes: number;
  /** Writes the folder of an experiment or a run. target: does not exist yet. */
  write(target: string): Promise<void>;
}

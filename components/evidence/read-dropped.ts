/** A file that someone chose, and what it is called below what was chosen. */
export interface ChosenFile {
  file: File;
  name: string;
}

/** The files of a drop, folders opened to any depth. Must be called while the drop is handled: it is empty later. */
export function readDropped(transfer: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return Promise.resolve([...transfer.files].map((file) => ({ file, name: file.name })));
  return Promise.all(entries.map((entry) => filesOf(entry, ""))).then((all) => all.flat());
}

/** The files of an input: of a folder with their paths below it. */
export function readChosen(files: FileList): ChosenFile[] {
  return [...files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

async function filesOf(entry: FileSystemEntry, above: string): Promise<ChosenFile[]> {
  const name = `${above}${entry.name}`;
  if (isFile(entry)) {
    const file = await new Promise<File>((done, fail) => entry.file(done, fail));
    return [{ file, name }];
  }
  if (!isFolder(entry)) return [];
  const found: ChosenFile[] = [];
  // One after the other: a folder of thousands would open thousands of handles.
  for (const below of await entriesOf(entry)) found.push(...(await filesOf(below, `${name}/`)));
  return found;
}

/** A reader gives a hundred at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return found;
    found.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

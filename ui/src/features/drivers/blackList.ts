// The black list's entry of a driver. Its shape is not documented: a comment where there is one, all else as text. Only
// an entry that says of itself that it is not in force is none.
export interface BlackList {
  listed: boolean;
  comment: string;
  others: { key: string; value: string }[];
}

const NOTHING = new Set(['', 'null', '{}', '[]', 'false', '0', '""']);

/** Numbers become text before they are read, so that none loses a digit. */
const exact = (json: string) =>
  json.replace(
    /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/g,
    (_, text?: string, number?: string) => text ?? `"${number}"`,
  );

const told = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

export function blackListOf(raw: string | null): BlackList {
  const plain = (raw ?? '').trim();
  if (NOTHING.has(plain.replace(/\s/g, ''))) return { listed: false, comment: '', others: [] };
  let read: unknown;
  try {
    read = JSON.parse(exact(plain));
  } catch {
    read = plain;
  }
  if (read === true) return { listed: true, comment: '', others: [] };
  if (typeof read !== 'object' || read === null) return { listed: true, comment: told(read), others: [] };
  const members = Object.entries(read).filter(([, value]) => value !== null && value !== '');
  if (members.some(([key, value]) => key === 'is_active' && value === false))
    return { listed: false, comment: '', others: [] };
  const comment = members.find(([key, value]) => key === 'comment' && typeof value === 'string');
  return {
    listed: true,
    comment: comment ? String(comment[1]) : '',
    others: members
      .filter((member) => member !== comment && member[0] !== 'is_active')
      .map(([key, value]) => ({ key, value: told(value) })),
  };
}

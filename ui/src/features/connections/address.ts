// A service's address as a person chooses it: one of the known ones, or another of their own.
const bare = (address: string) => address.trim().replace(/\/+$/, '');

/** Without the scheme, as a person names it. */
export const hostName = (address: string) => address.replace(/^https?:\/\//, '').replace(/\/+$/, '');

/** Which of the known addresses it is; `own` when it is none of them. */
export const choiceOf = <Name extends string>(known: Record<Name, string>, address: string): Name | 'own' =>
  (Object.keys(known) as Name[]).find((name) => known[name] === bare(address)) ?? 'own';

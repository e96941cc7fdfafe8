/** The service's own words to be quoted inside a sentence: without a full stop of their own. */
export const bare = (text: string) => text.trim().replace(/\.+$/, '');

// A token that nobody guesses: 32 random bytes, in letters that an HTTP header carries.
const BYTES = 32;

export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

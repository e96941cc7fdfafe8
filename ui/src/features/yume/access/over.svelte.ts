// The session that ends in the middle of something: the screen asks to sign in, and what was under way goes on from where
// it stopped. Writes are never repeated from here: `then` only brings back what the user pressed.
import { asFailure } from '$host';

export class SessionOver {
  asks = $state(false);
  #then: (() => void) | null = null;

  /** True when that was it; `then` runs after signing in. */
  caught(thrown: unknown, then?: () => void): boolean {
    if (asFailure(thrown).code !== 'yume_signed_out') return false;
    this.ask(then);
    return true;
  }

  ask(then?: () => void): void {
    this.#then = then ?? null;
    this.asks = true;
  }

  later(): void {
    this.asks = false;
    this.#then = null;
  }

  signedIn(): void {
    const then = this.#then;
    this.later();
    then?.();
  }
}

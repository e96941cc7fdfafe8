// What jsdom lacks and components use.
import { afterEach } from 'vitest';

if (!Element.prototype.scrollIntoView) Element.prototype.scrollIntoView = () => undefined;
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(() => {
  document.body.innerHTML = '';
});

// What jsdom lacks and components use.
import { afterEach } from 'vitest';

if (!Element.prototype.scrollIntoView) Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
  document.body.innerHTML = '';
});

// Which service a park's registers usually leave by. Kept on this computer by the window itself: it only proposes, a person
// sees and changes it; when it cannot be kept it holds for this run.
import type { Service } from '$host';

const KEY = 'parkdesk.payouts';

let services: Record<string, Service> = read();

function read(): Record<string, Service> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(
        (one): one is [string, Service] => one[1] === 'jump' || one[1] === 'yandex',
      ),
    );
  } catch {
    return {};
  }
}

export const usualService = (park: string): Service => services[park] ?? 'jump';

export function rememberService(park: string, service: Service): void {
  services = { ...services, [park]: service };
  try {
    localStorage.setItem(KEY, JSON.stringify(services));
  } catch {
    // Holds for this run.
  }
}

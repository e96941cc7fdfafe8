// How an applicant is named in the card and in its dialogs.
import type { Application, IntegrationView } from '$host';
import { session } from '$app/session.svelte';
import { count } from '$shared/format';
import { t } from '$shared/i18n/i18n.svelte';
import { unlisted } from './fields';

export function fullName(application: Application): string {
  const person = application.person_info;
  const parts = [person?.last_name, person?.first_name, person?.middle_name];
  return parts.filter(Boolean).join(' ') || t('applications.noName');
}

/** The applicant, the application and the park: what an irreversible step is about. */
export const whoLine = (application: Application): string =>
  t('applicationCard.who', {
    name: fullName(application),
    id: count(application.id),
    park: session.park?.name ?? '',
  });

/** An integration that no dictionary names comes under its number alone. */
export const integrationName = ({ name }: IntegrationView): string =>
  /^\d+$/.test(name) ? unlisted(name) : name;

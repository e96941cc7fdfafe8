import type { Same } from '../messages';
import type { errors as source } from '../ru/errors';

export const errors: Same<typeof source> = {
  'errors.offline.title': 'No network, or the service does not answer',
  'errors.offline.text':
    'The request did not leave, nothing changed in the service. Check the network and try again.',
  'errors.timeout.title': 'The service did not answer in time',
  'errors.timeout.text': 'This was a read: nothing changed. Try again.',
  'errors.rate_limited.title': 'The service asks to wait: {seconds} s',
  'errors.rate_limited.text': 'Requests are too frequent. Nothing changed; try again after the pause.',
  'errors.unauthorized.title': 'Jump did not accept the key',
  'errors.unauthorized.text':
    'Nothing changed. Check the key in the connection settings or take a new one from the Jump account.',
  'errors.forbidden.title': 'The key does not give this right',
  'errors.forbidden.text':
    'Nothing changed, and the rest of the program works. Ask the manager to enable the right for this key in the Jump account.',
  'errors.unauthorized.title.yandex': 'Yandex did not accept the key',
  'errors.unauthorized.text.yandex':
    'Nothing changed. Check the key in the settings, section “Yandex Fleet”, or take a new one from the cabinet of Yandex Fleet.',
  'errors.forbidden.text.yandex':
    'Nothing changed, and the rest of the program works. Ask the manager to enable the right for this key in the cabinet of Yandex Fleet.',
  'errors.refused_by_service.title.yandex': 'Yandex did not accept the data',
  'errors.refused_by_service.text.yandex': 'Nothing changed in Yandex. Check what was entered and try again.',
  'errors.unauthorized.title.yume': 'Yume did not accept the login, the password or the token',
  'errors.unauthorized.text.yume':
    'Nothing changed. Check the keyboard layout and Caps Lock, and sign in again.',
  'errors.forbidden.title.yume': 'This is closed to this Yume account',
  'errors.forbidden.text.yume':
    'Nothing changed, the rest of the program works. Ask the manager to give the right in Yume.',
  'errors.refused_by_service.title.yume': 'Yume did not accept the data',
  'errors.refused_by_service.text.yume': 'Nothing changed in Yume. Check what was entered and try again.',
  'errors.outcome_unknown.text.yume':
    'The change may have been saved or not; looking did not tell. It is not sent again. Refresh the list and compare.',
  'errors.not_found.title': 'The service did not find it',
  'errors.not_found.text':
    'The record is gone, or the operation lives at another address. Nothing changed. Check the connection in diagnostics.',
  'errors.refused_by_service.title': 'Jump did not accept the data',
  'errors.refused_by_service.text': 'Nothing changed in Jump. Check what was entered and save again.',
  'errors.outcome_unknown.title': 'The outcome is unknown',
  'errors.outcome_unknown.text':
    'The change may have been saved or not; the check did not show which. It is not sent again. Read the card again and compare.',
  'errors.service_down.title': 'The service failed',
  'errors.service_down.text':
    'This was a read: nothing changed. The fault is on the service side, try again later.',
  'errors.path.whole': 'the whole answer',
  'errors.unexpected_answer.title': 'The answer of the service could not be read',
  'errors.unexpected_answer.text':
    'Nothing changed. Place in the answer: {path}. The shape of the answer is in diagnostics, without personal data.',
  'errors.redirected.title': 'The service redirected to another address',
  'errors.redirected.text':
    'The key is never sent to other addresses. Check the base address in the connection settings.',
  'errors.tls_failed.title': 'The certificate of the service was not accepted',
  'errors.tls_failed.text':
    'The connection is not secure, so nothing was sent. Check the date on the computer and the corporate proxy.',
  'errors.proxy_failed.title': 'The proxy did not let the request through',
  'errors.proxy_failed.text':
    'The request did not leave, nothing changed. Check the system proxy and try again.',
  'errors.read_only.title': 'The connection is read-only',
  'errors.read_only.text': 'Nothing was sent. The ban can be lifted in the connection settings.',
  'errors.invalid_input.title': 'Check the marked fields',
  'errors.invalid_input.text': 'Nothing was sent.',
  'errors.review_expired.title': 'The review is out of date',
  'errors.review_expired.text': 'Nothing was written. The card may have changed: review the changes again.',
  'errors.requisites_unknown.title': 'The requisites are not shown in full',
  'errors.requisites_unknown.text':
    'The service did not show the requisites in a form that can be sent back without loss, so they cannot be changed from here. Nothing changed.',
  'errors.no_key.title': 'There is no key for this connection',
  'errors.no_key.text': 'Nothing was sent. Enter the key in the connection settings.',
  'errors.no_fleet.title': 'Yandex Fleet is not connected to this park',
  'errors.no_fleet.text': 'Nothing was sent, no money is affected. Connect it in the settings of the park.',
  'errors.no_yume.title': 'Yume is not connected to this park',
  'errors.no_yume.text': 'Nothing was sent. Sign in to Yume in the settings of the park.',
  'errors.yume_signed_out.title': 'The session at Yume is over',
  'errors.yume_signed_out.text': 'Nothing changed, nothing that was typed is lost. Sign in again and go on.',
  'errors.yume_wrong_company.title': 'This company of Yume is closed to you',
  'errors.yume_wrong_company.text':
    'Nothing changed. Choose another company in the settings of Yume, or sign in under another login.',
  'errors.yume_wrong_company.no_company':
    'The account has no company. Nothing changed. Create one in Yume, or sign in under the login of one of the staff.',
  'errors.yume_integration_off.title': 'The integration with Wazzup is not connected, or it is over',
  'errors.yume_integration_off.text':
    'Nothing changed. Connect or extend it: the tab “Integrations”, or Yume itself.',
  'errors.link_refused.title': 'The link was not opened',
  'errors.link_refused.text':
    'Yume gave an address that leads neither to Wazzup nor to Yume. It is not safe to open.',
  'errors.link_refused.absent': 'Yume gave no address. Open the chats in Yume itself.',
  'errors.link_refused.not_an_address': 'Yume gave no usable address. Open the chats in Yume itself.',
  'errors.browser_failed.title': 'The browser did not open',
  'errors.browser_failed.text': 'Check which browser the system uses and try again.',
  'errors.keychain_missing.title': 'No keychain was found',
  'errors.keychain_missing.text': 'The key can be entered for this run: it will not be written to disk.',
  'errors.keychain_locked.title': 'The keychain is locked',
  'errors.keychain_locked.text': 'Unlock it with the system and try again, or enter the key for this run.',
  'errors.keychain_failed.title': 'The keychain answered with an error',
  'errors.keychain_failed.text':
    'The key was neither saved nor changed. Try again or enter the key for this run.',
  'errors.no_connection.title': 'This connection is gone',
  'errors.no_connection.text': 'It was removed. Choose another park.',
  'errors.no_register.title': 'The list is closed',
  'errors.no_register.text': 'It is no longer held in memory. Fetch it again.',
  'errors.register_busy.title': 'The list is still being collected',
  'errors.register_busy.text':
    'No file was written, no money is affected. Wait for the end or stop the collecting, then try again.',
  'errors.register_changed.title': 'The list changed while the file was being written',
  'errors.register_changed.text': 'No file was kept, no money is affected. Write it once more.',
  'errors.file_not_granted.title': 'The file has to be chosen again',
  'errors.file_not_granted.text': 'The program reads only files that you dropped or chose in this run.',
  'errors.file_unreadable.title': 'The file cannot be read',
  'errors.file_unreadable.text': 'It may have been moved, deleted or closed for reading. Nothing was sent.',
  'errors.file_refused.title': 'The file does not fit',
  'errors.file_refused.text': 'Nothing was sent. Reason: {reason}',
  'errors.file_not_saved.title': 'The file was not saved',
  'errors.file_not_saved.text': 'Check the disk space and the rights to the folder, or choose another place.',
  'errors.file_not_saved.disk_full':
    'The disk is full. The former file of this name is intact. Free some space or choose another disk.',
  'errors.file_not_saved.no_right':
    'This folder cannot be written to. The former file of this name is intact. Choose another folder.',
  'errors.file_not_saved.no_folder': 'The folder is gone. Nothing is written. Choose another folder.',
  'errors.file_not_saved.large':
    'The views do not fit a file: it would be larger than 1 MB. The former file is intact. Delete those you do not need and repeat.',
  'errors.file_not_saved.other':
    'The former file of this name is intact. Another program may hold it open: close it, or choose another name or folder.',
  'errors.clipboard_failed.title': 'Copying failed',
  'errors.clipboard_failed.text': 'The clipboard is held by another program. Try again.',
  'errors.settings_not_saved.title': 'The settings could not be written to disk',
  'errors.settings_not_saved.text':
    'The former settings are intact. Check the disk space and the rights to the folder.',
  'errors.money_closed.title': 'Money is closed: the journal cannot be written',
  'errors.money_closed.text': 'There is nowhere to write the intent, so nothing was sent. The money is safe.',
  'errors.money_closed.damaged':
    'The journal was changed from outside and must not be written to. Nothing was sent. The journal says what to do.',
  'errors.money_closed.locked':
    'Another program holds the journal open: close the second window of Parkdesk. Nothing was sent.',
  'errors.money_closed.newer': 'A newer program wrote the journal: update this one. Nothing was sent.',
  'errors.money_closed.no_space':
    'There is no space on the disk to write the intent. Nothing was sent. Free some space and open the journal.',
  'errors.money_closed.no_access':
    'The journal\u2019s folder cannot be written to. Nothing was sent. Give the right back and open the journal.',
  'errors.money_closed.io':
    'The disk could not write the intent. Nothing was sent. Check the disk and open the journal.',
  'errors.money_closed.migration':
    'The journal could not be brought to this version. Nothing was sent. The journal says what to do.',
  'errors.money_closed.busy':
    'Another program held the journal for a moment. Nothing was written or sent. Try again.',
  'errors.driver_unsettled.title': 'The driver has an operation of unknown outcome',
  'errors.driver_unsettled.text':
    'Until it is settled, new operations for the driver are closed. Nothing was sent, no money has moved. See the journal.',
  'errors.cancelled.title': 'Stopped',
  'errors.cancelled.text': 'You stopped the request. What had come stays on the screen.',
  'errors.internal.title': 'An error of the program',
  'errors.internal.text':
    'The action was not carried out. If it repeats, save a support bundle in diagnostics.',
  'errors.field.park_name': 'Enter the name of the park',
  'errors.field.key': 'Enter the key: no spaces or line breaks',
  'errors.field.base_address': 'The address begins with https:// and holds no key and no parameters',
  'errors.field.requests_per_second': 'A whole number; 0 means no limit',
  'errors.field.max_megabytes': 'From 1 to 50 MB',
  'errors.field.document_kinds': 'Keep at least one kind of files',
  'errors.field.type_field': 'Latin letters, digits and underscores',
  'errors.field.other': 'The value was not accepted',
  'errors.action.retry': 'Try again',
  'errors.action.reread': 'Read again and compare',
  'errors.action.toField': 'To the field',
  'errors.action.toConnection': 'To the connection settings',
  'errors.action.toDiagnostics': 'To diagnostics',
  'errors.action.reviewAgain': 'Review again',
  'errors.action.toIntegrations': 'To the integrations',
  'errors.action.signIn': 'Sign in again',
  'errors.action.chooseFile': 'Choose a file…',
};

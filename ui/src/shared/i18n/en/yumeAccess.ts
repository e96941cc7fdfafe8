import type { Same } from '../messages';
import type { yumeAccess as ru } from '../ru/yumeAccess';

// A park's access to Yume CRM: signing in, the company, the check, signing out.
export const yumeAccess: Same<typeof ru> = {
  'yumeAccess.title': 'Yume CRM',
  'yumeAccess.text': 'Automatic messages to clients through Wazzup',
  'yumeAccess.state.none': 'Not connected',
  'yumeAccess.state.out': 'Sign in again',
  'yumeAccess.state.kept': 'Signed in, not checked',
  'yumeAccess.state.checking': 'Checking',
  'yumeAccess.state.answers': 'Connected',
  'yumeAccess.state.signed_out': 'Sign in again',
  'yumeAccess.state.wrong_company': 'Another company',
  'yumeAccess.state.no_company': 'No company',
  'yumeAccess.state.no_right': 'No access',
  'yumeAccess.state.some_rights_missing': 'Not everything answers',
  'yumeAccess.state.not_connected': 'Wazzup is not connected',
  'yumeAccess.state.expired': 'Wazzup is over',
  'yumeAccess.state.failed': 'Not checked',
  'yumeAccess.demo':
    'The demo park is signed in to a practice Yume: no password is needed, no message reaches anybody.',

  'yumeAccess.way': 'How to sign in',
  'yumeAccess.way.password': 'Login and password',
  'yumeAccess.way.token': 'A ready token',
  'yumeAccess.login': 'Login, phone or e-mail',
  'yumeAccess.password': 'Password',
  'yumeAccess.password.hint':
    'The password is not kept: it is exchanged for tokens once, and the field is emptied',
  'yumeAccess.password.show': 'Show the password',
  'yumeAccess.password.hide': 'Hide the password',
  'yumeAccess.token': 'Access token',
  'yumeAccess.token.hint': 'Not shown once it is kept',
  'yumeAccess.token.short':
    'Without a refresh token the session ends in about a day, and a token has to be pasted again.',
  'yumeAccess.refresh': 'Refresh token',
  'yumeAccess.refresh.hint': 'Optional: with it the session is renewed by itself, for about 30 days',
  'yumeAccess.host': 'Address of Yume',
  'yumeAccess.host.production': 'Production',
  'yumeAccess.host.stage': 'Yume’s stage',
  'yumeAccess.host.own': 'Another address',
  'yumeAccess.host.own.label': 'Address',
  'yumeAccess.host.own.hint': 'https://…; http:// only for addresses of this computer',
  'yumeAccess.advanced': 'Address and rate of requests',
  'yumeAccess.second': 'Requests per second',
  'yumeAccess.second.hint': 'From 1 to 20, usually 2',
  'yumeAccess.signIn': 'Sign in and check',
  'yumeAccess.signIn.busy': 'Signing in…',
  'yumeAccess.signedIn': 'Signed in to Yume',
  'yumeAccess.continue': 'Leave it so and go on',
  'yumeAccess.again': 'Sign in anew',
  'yumeAccess.again.cancel': 'Keep the present session',
  'yumeAccess.check': 'Check',

  'yumeAccess.fact.login': 'Signed in as',
  'yumeAccess.fact.login.token': 'by a pasted token',
  'yumeAccess.fact.since': 'Signed in at',
  'yumeAccess.fact.until': 'Token valid until',
  'yumeAccess.fact.renews': 'renewed by itself',
  'yumeAccess.fact.ends': 'then one has to sign in again',
  'yumeAccess.fact.address': 'Address',
  'yumeAccess.fact.tokens': 'Tokens',
  'yumeAccess.fact.out': 'The session is over',

  'yumeAccess.company': 'Company',
  'yumeAccess.company.own': 'As Yume decides: by the account',
  'yumeAccess.company.unnamed': 'Company No. {id}',
  'yumeAccess.company.one': '{name} ({currency})',
  'yumeAccess.company.hint': 'Requests are made in the name of this company',
  'yumeAccess.company.choose':
    'Several companies are open to you: choose the one whose messages the park keeps.',
  'yumeAccess.company.unread': 'The companies were not read: {title}',
  'yumeAccess.company.list': 'Read the list of companies',
  'yumeAccess.company.saved': 'Company chosen: {name}',

  'yumeAccess.out': 'Sign out',
  'yumeAccess.out.done': 'Signed out of Yume, the tokens on this computer are erased',
  'yumeAccess.out.notTold':
    'The tokens on this computer are erased, but Yume was not told: {title}. Its session ends by itself, in 30 days at most.',
  'yumeAccess.disconnect': 'Disconnect…',
  'yumeAccess.disconnect.title': 'Disconnect Yume from the park “{name}”?',
  'yumeAccess.disconnect.text':
    'The tokens and the settings of the access are erased from this computer. Nothing changes in Yume: messages go out as before.',
  'yumeAccess.disconnect.go': 'Disconnect Yume',
  'yumeAccess.disconnect.done': 'Yume is disconnected',

  'yumeAccess.why.password': 'Enter the login and the password',
  'yumeAccess.why.token': 'Paste an access token',
  'yumeAccess.why.address': 'Enter the address',
  'yumeAccess.problem.yume_credentials':
    'Yume did not accept the login or the password. Check the layout and Caps Lock.',
  'yumeAccess.problem.yume_token_refused': 'Yume did not accept this token: it is another’s or is over.',
  'yumeAccess.problem.key': 'A token is one line of Latin letters, digits and dots, without spaces',
  'yumeAccess.problem.yume_per_second': 'A whole number from 1 to 20',
  'yumeAccess.problem.required': 'Fill in the field',
  'yumeAccess.problem.yume_too_long': 'Too long',

  'yumeAccess.verdict.answers': 'Yume is ready for work.',
  'yumeAccess.verdict.answers.text': 'Everything that the program reads answers. The check sent nothing.',
  'yumeAccess.verdict.signed_out': 'The session at Yume is over.',
  'yumeAccess.verdict.signed_out.text':
    'It could not be renewed. Sign in anew: the settings and what was typed stay.',
  'yumeAccess.verdict.wrong_company': 'This company is closed to you.',
  'yumeAccess.verdict.wrong_company.text':
    'The account does not belong to it, or it is no more. Choose another from the list, or sign in under another login.',
  'yumeAccess.verdict.no_company': 'This account has no company.',
  'yumeAccess.verdict.no_company.text':
    'Create a company in Yume, or sign in under the login of one of the park’s staff.',
  'yumeAccess.verdict.no_right': 'Everything is closed to this account.',
  'yumeAccess.verdict.no_right.text':
    'A login of the staff with the right to integrations is needed. Ask the manager to give it in Yume.',
  'yumeAccess.verdict.some_rights_missing': 'Some rights are not given.',
  'yumeAccess.verdict.some_rights_missing.text':
    'What is closed is seen in the list; the rest works. Ask the manager to give the rights in Yume.',
  'yumeAccess.verdict.not_connected': 'Wazzup is not connected in Yume.',
  'yumeAccess.verdict.not_connected.text':
    'The session is good, but there are no messages until the integration is connected: the tab “Integrations”.',
  'yumeAccess.verdict.expired': 'The integration with Wazzup is over.',
  'yumeAccess.verdict.expired.text':
    'Messages can be looked at, but Yume will not let them be changed. Extend the integration in Yume.',
  'yumeAccess.verdict.failed': 'The check did not work out.',
  'yumeAccess.verdict.failed.text':
    'Yume did not answer, or not clearly; the list says why. The session is kept: check the network and try again.',

  'yumeAccess.none.title': 'Yume CRM is not connected',
  'yumeAccess.none.text':
    'With it the automatic messages to clients through Wazzup are here: when, to whom and what is sent, with editing and their order. Sign in with the same login as in Yume.',

  'yumeAccess.over.title': 'The session at Yume is over',
  'yumeAccess.over.text': 'Nothing was sent and nothing is lost: what you typed is there. Sign in and go on.',
  'yumeAccess.over.later': 'Not now',
  'yumeAccess.over.done': 'Signed in again. What you typed is there.',
};

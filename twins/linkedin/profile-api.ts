import type { Store } from '../store.ts';
import { answer } from './errors.ts';
import type { Guarded } from './gate.ts';
import type { LinkedInAccount, LinkedInData } from './store.ts';

const names = ({ name }: LinkedInAccount): [string, string] => {
  const [given = '', ...rest] = name.split(' ');
  return [given, rest.join(' ')];
};

/** What a member's own permission tells of the member. */
export const profileApi = (store: Store<LinkedInData>): Guarded[] => [
  {
    method: 'GET',
    path: '/linkedin/api/v2/userinfo',
    resource: 'userinfo',
    scopes: ['openid'],
    version: 'none',
    handle: ({ account, scopes }) => {
      const [given_name, family_name] = names(account);
      const variant = store.data.userinfo;
      const email =
        scopes.includes('email') && variant !== 'no_email' ? { email: account.email, email_verified: variant === 'text_flags' ? 'true' : true } : {};
      const locale = variant === 'text_flags' ? 'en_US' : { country: 'US', language: 'en' };
      return answer(200, { sub: account.id, name: account.name, given_name, family_name, locale, ...email });
    },
  },
  {
    method: 'GET',
    path: '/linkedin/api/v2/me',
    resource: 'me',
    scopes: ['r_basicprofile'],
    version: 'none',
    handle: ({ account }) => {
      const [localizedFirstName, localizedLastName] = names(account);
      return answer(200, {
        id: account.id,
        localizedFirstName,
        localizedLastName,
        localizedHeadline: 'Head of Sales at Acme',
        vanityName: account.slug,
        profilePicture: { displayImage: 'urn:li:digitalmediaAsset:C4E03AQF' },
      });
    },
  },
  {
    method: 'GET',
    path: '/linkedin/api/rest/identityMe',
    resource: 'identityMe',
    scopes: ['r_profile_basicinfo'],
    version: '202510.03',
    handle: ({ account }) => {
      const [first, last] = names(account);
      return answer(200, {
        id: `V${account.id}`,
        basicInfo: {
          firstName: { localized: { en_US: first } },
          lastName: { localized: { en_US: last } },
          profileUrl: `https://www.linkedin.com/in/${account.slug}`,
          primaryEmailAddress: account.email,
          ...(store.data.isDecorationThrottled
            ? {
                'profilePicture!': {
                  message: 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.',
                  serviceErrorCode: 101,
                  status: 429,
                },
              }
            : { profilePicture: { croppedImage: { downloadUrl: 'https://media.licdn.com/dms/image/ada' } } }),
        },
      });
    },
  },
  {
    method: 'GET',
    path: '/linkedin/api/rest/verificationReport',
    resource: 'verificationReport',
    scopes: ['r_verify'],
    handle: ({ account }) => answer(200, { id: `V${account.id}`, verifications: ['IDENTITY', 'WORKPLACE'] }),
  },
];

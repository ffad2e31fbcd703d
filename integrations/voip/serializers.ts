/** Pure translations between the provider's words, ours, and those of the API. */
export * from './serializers/requests.ts';
export * from './serializers/sip.ts';
export * from './serializers/twilio.ts';
export * from './serializers/views.ts';

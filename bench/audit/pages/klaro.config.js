var klaroConfig = {
  version: 1,
  translations: {
    zz: { privacyPolicyUrl: '/integritet' },
    sv: { purposes: { media: 'Film' }, film: { description: 'Visar film från Filmrutan AB.' } },
  },
  services: [{ name: 'film', title: 'Filmrutan', purposes: ['media'], cookies: ['viewer'] }],
};

window.orejimeConfig = {
  privacyPolicyUrl: '/integritet',
  purposes: [
    { id: 'film', title: 'Film', description: 'Visar film från Filmrutan AB.', cookies: ['viewer'] },
  ],
};

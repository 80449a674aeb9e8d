/* global SwaggerUIBundle */
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "none",
  // a reload would otherwise forget who is trying things out
  persistAuthorization: true,
  validatorUrl: null,
  // it tries tokens: the session of the pages is not its own
  requestInterceptor: (request) => Object.assign(request, { credentials: "omit" }),
});

using System.Diagnostics.CodeAnalysis;

namespace CognitoStack.Tests.Support;

/// <summary>Environments whose users come from elsewhere.</summary>
internal static class FederatedEnvironments
{
    /// <summary>Where <see cref="All"/> looks for SAML metadata.</summary>
    public const string MetadataFile = "saml/filed.xml";

    /// <summary>The six kinds of providers, with all that each can say; every client offers another choice.</summary>
    [StringSyntax("Json")]
    public const string All = """
        {
          "name": "federated", "account": "111122223333", "region": "eu-west-1",
          "userPool": { "attributes": { "custom:team": { "writableByUser": true } } },
          "identityProviders": {
            "Google": { "type": "google", "clientId": "google-id", "clientSecret": { "secret": "dev/google", "field": "clientSecret" }, "scopes": ["openid", "email"],
              "attributes": { "email": "email", "email_verified": "email_verified", "given_name": "given_name" } },
            "Facebook": { "type": "facebook", "clientId": "facebook-id", "clientSecret": { "secret": "dev/facebook" }, "scopes": ["public_profile", "email"], "apiVersion": "v19.0" },
            "LoginWithAmazon": { "type": "amazon", "clientId": "amazon-id", "clientSecret": { "secret": "dev/amazon", "field": "secret" }, "scopes": ["profile", "postal_code"] },
            "SignInWithApple": { "type": "apple", "servicesId": "com.example.web", "teamId": "ABCDE12345", "keyId": "FGHIJ67890",
              "privateKey": { "secret": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:dev/apple-AbCdEf" } },
            "Corp": { "type": "saml", "metadataUrl": "https://idp.example.com/metadata", "identifiers": ["example.com", "example.org"],
              "encryptAssertions": true, "idpInitiated": true, "signOut": true, "attributes": { "email": "mail", "custom:team": "http://schemas.example.com/team" } },
            "Filed-2": { "type": "saml", "metadataFile": "saml/filed.xml", "signRequests": false, "attributes": { "email": "mail" } },
            "Okta": { "type": "oidc", "issuer": "https://okta.example.com", "clientId": "okta-id", "clientSecret": { "secret": "dev/okta", "field": "a.b-c_d" },
              "scopes": ["openid", "email", "groups"], "attributesRequestMethod": "POST", "identifiers": ["okta.example.com"], "attributes": { "email": "email", "email_verified": "email_verified" },
              "endpoints": { "authorization": "https://okta.example.com/a", "token": "https://okta.example.com/t", "userInfo": "https://okta.example.com/u", "jwks": "https://okta.example.com/j" } },
            "Public": { "type": "oidc", "issuer": "https://public.example.com", "clientId": "public-id", "attributes": { "email": "email" } }
          },
          "clients": {
            "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple"] },
            "work": { "type": "web", "callbackUrls": ["https://work.example.com"], "identityProviders": ["Filed-2", "Okta", "Public"] },
            "corp": { "type": "web", "callbackUrls": ["https://corp.example.com"], "identityProviders": ["Corp", "Filed-2"] },
            "plain": { "type": "mobile", "callbackUrls": ["acme://callback"] },
            "one": { "type": "spa", "callbackUrls": ["https://one.example.com"], "identityProviders": ["Google"] }
          }
        }
        """;

    /// <summary>An environment with one provider and nothing else.</summary>
    public static string Only(string name, string provider) =>
        $$"""
            {
              "name": "only", "identityProviders": { "{{name}}": {{provider}} },
              "clients": { "web": { "type": "spa", "callbackUrls": ["https://app.example.com"], "identityProviders": ["{{name}}"] } }
            }
            """;
}

using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>Where login pages are served, and for whom. Their looks are for people's eyes.</summary>
internal static class LoginExpectations
{
    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        var domain = environment.Domain;
        var expected = new Expectation("AWS::Cognito::UserPoolDomain", "the login pages", _ => true)
            .Says("UserPoolId", Expectation.Always, templates.PoolId())
            .Says("ManagedLoginVersion", "branding.managedLogin", environment.UsesManagedLogin ? 2 : 1)
            .Says("CustomDomainConfig.CertificateArn", "domain.certificateArn", domain.Name is null ? null : domain.CertificateArn);
        yield return (domain.Name ?? domain.Prefix) is { } name
            ? expected.Says("Domain", domain.Name is null ? "domain.prefix" : "domain.name", name)
            : expected.Passes("Domain");

        foreach (var client in environment.ClientsWithPages)
        {
            var id = templates.ClientId(client);
            if (environment.UsesManagedLogin)
                yield return Looks("AWS::Cognito::ManagedLoginBranding", ["Settings", "Assets", "UseCognitoProvidedValues"]);
            else if (environment.Branding?.FolderOf(client) is not null)
                yield return Looks("AWS::Cognito::UserPoolUICustomizationAttachment", ["CSS"]);
            if (environment.Branding?.Terms is null)
                continue;
            foreach (var document in new[] { "terms-of-use", "privacy-policy" })
                yield return new Expectation(
                    "AWS::Cognito::Terms",
                    $"{document} of {client}",
                    r => r.Text("ClientId") == id && r.Text("TermsName") == document
                )
                    .Says("UserPoolId", Expectation.Always, templates.PoolId())
                    .Passes("ClientId", "TermsName", "TermsSource", "Enforcement", "Links");

            Expectation Looks(string type, string[] properties) =>
                new Expectation(type, client, r => r.Text("ClientId") == id)
                    .Says("UserPoolId", Expectation.Always, templates.PoolId())
                    .Passes(["ClientId", .. properties]);
        }
    }
}

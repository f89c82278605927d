using CognitoStack.Local.Deployment;
using CognitoStack.Local.Providers;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.IdentityPools;

/// <summary>Verifies assertions of IAM's SAML providers, for STS and for identity pools.</summary>
internal sealed class SamlAssertions(SamlMetadataReader metadata, ISaml saml, ProviderJournal journal) : IProviderClients
{
    private const string Type = "AWS::IAM::SAMLProvider";
    private const string Arn = ":saml-provider/";

    /// <summary>Whether an ARN is that of a SAML provider.</summary>
    public static bool IsProvider(string arn) => arn.Contains(Arn, StringComparison.Ordinal);

    /// <summary>The provider's name: the last part of its ARN.</summary>
    public static string NameOf(string arn) => arn[(arn.IndexOf(Arn, StringComparison.Ordinal) + Arn.Length)..];

    /// <summary>The provider that a template makes; null where none does.</summary>
    public static Resource? Find(Deployed deployed, string arn) => deployed.OfType(Type).FirstOrDefault(p => p.Arn == arn);

    public IEnumerable<ProviderClient> Of(Deployed deployed) =>
        deployed
            .OfType(Type)
            .Select(p => p.Arn)
            .Concat(deployed.OfType(IdentityPool.Type).SelectMany(p => new IdentityPool(deployed, p).SamlProviderArns))
            .Distinct()
            .Select(arn => new ProviderClient(NameOf(arn), "SAML", AwsEntity.Id));

    /// <summary>Verifies a response of a provider's. It may be used more than once, while it is valid.</summary>
    /// <exception cref="ProviderException">It is not believed.</exception>
    public async Task<SamlAssertion> VerifyAsync(Deployed deployed, string arn, string response, CancellationToken cancel)
    {
        var name = NameOf(arn);
        try
        {
            var provider = await metadata.ReadAsync(name, Find(deployed, arn)?.Text("SamlMetadataDocument"), cancel);
            string[] addresses = [AwsEntity.SignIn, AwsEntity.SignInOf(deployed.Region)];
            var read = saml.Verify(new(provider, [AwsEntity.Id, .. addresses], [.. addresses], _ => true) { IsReusable = true }, response);
            journal.Accepted(
                name,
                new(read.Session.NameId, read.Attributes, new() { ["samlResponse"] = read.Attributes.DeepClone() })
                {
                    Checked = SamlExpectation.Checked,
                }
            );
            return read;
        }
        catch (ProviderException e)
        {
            journal.Refused(name, e, SamlXml.Readable(response));
            throw;
        }
    }
}

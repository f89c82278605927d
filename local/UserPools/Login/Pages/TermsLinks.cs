using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Local.UserPools.Login.Texts;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Links to the documents that a person agrees to by signing up: <c>AWS::Cognito::Terms</c>. One without the other shows neither, as in Cognito.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Terms documents".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-terms-documents</remarks>
internal sealed class TermsLinks(Pools pools)
{
    public IReadOnlyList<LinkView> Of(AppClient client, Wording words) =>
        Find(client, "terms-of-use", words) is { } use && Find(client, "privacy-policy", words) is { } privacy
            ? [new(words["termsOfUse"], use) { Lead = words["agreement"] }, new(words["privacyPolicy"], privacy) { Lead = words["and"] }]
            : [];

    private string? Find(AppClient client, string name, Wording words)
    {
        var links =
            pools
                .Deployed.OfType("AWS::Cognito::Terms")
                .FirstOrDefault(t =>
                    t.Text("UserPoolId") == client.PoolId && t.Text("ClientId") == client.Id && t.Text("TermsName") == name
                )
                ?.Properties["Links"] as JsonObject;
        var link = (links?[TermsLanguages.LinkKey(words.Language)] ?? links?[TermsLanguages.LinkKey("default")])?.ToString();
        // A template of others may hold a script where a link belongs.
        return Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http") ? link : null;
    }
}

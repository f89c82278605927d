using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CognitoStack.Local.Processes;
using CognitoStack.Local.Providers.Saml;

namespace CognitoStack.Local.Tests.Providers.Saml;

/// <summary>An identity provider that another project wrote: samlify.</summary>
internal static class IndependentProvider
{
    /// <summary>Lets it read a request, and answer.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="pool">Who asks.</param>
    /// <param name="query">The request, in the address; null where the provider begins.</param>
    /// <param name="name">Whom it is about.</param>
    /// <param name="attributes">Arrays of values, by name.</param>
    /// <param name="at">What time it is.</param>
    /// <param name="signs">What it signs: <c>assertion</c>, <c>response</c>, or both.</param>
    /// <param name="encrypts">An algorithm; null where it encrypts nothing.</param>
    /// <param name="requestName"><c>login</c> or <c>logout</c>.</param>
    /// <returns>What it read, and the form's field.</returns>
    public static async Task<JsonNode> AskAsync(
        X509Certificate2 key,
        SamlServiceProvider pool,
        string? query,
        string name,
        JsonObject attributes,
        DateTimeOffset at,
        string signs = "assertion",
        string? encrypts = null,
        string requestName = "login"
    )
    {
        var what = new JsonObject
        {
            ["entityId"] = Peer.Issuer,
            ["key"] = key.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem(),
            ["certificate"] = key.ExportCertificatePem(),
            ["pool"] = new JsonObject
            {
                ["entityId"] = pool.EntityId,
                ["consumer"] = pool.AssertionConsumer.AbsoluteUri,
                ["logout"] = pool.Logout.AbsoluteUri,
                ["signing"] = pool.Signing.ExportCertificatePem(),
                ["encryption"] = pool.Encryption.ExportCertificatePem(),
            },
            ["query"] = query?.TrimStart('?'),
            ["signs"] = signs,
            ["encrypts"] = encrypts,
            ["requestName"] = requestName,
            ["name"] = name,
            ["attributes"] = attributes,
            ["at"] = at.ToUnixTimeMilliseconds(),
        };
        using var process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(ProjectRoot.Path, "local.tests/Providers/Saml/idp.mjs")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        await process.StandardInput.WriteAsync(what.ToJsonString());
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return JsonNode.Parse(await output)!;
    }
}

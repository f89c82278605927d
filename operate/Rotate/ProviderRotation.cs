using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;

namespace CognitoStack.Operate.Rotate;

/// <summary>Brings the current secret of Secrets Manager to an identity provider of the pool, after the provider has said that it is right.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "UpdateIdentityProvider"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateIdentityProvider.html).</remarks>
internal sealed class ProviderRotation(Pace pools, AwsCall secrets, string poolId, HttpClient http)
{
    // What Cognito tells of a provider and takes from nobody.
    private static readonly string[] ReadOnly = ["ActiveEncryptionCertificate"];

    /// <summary>Rotates.</summary>
    /// <param name="name">The provider.</param>
    /// <param name="reference">Its secret, as the environment file names it.</param>
    /// <param name="detail">Where Cognito has it.</param>
    /// <param name="probes">Whether the provider is asked first.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<Report> RunAsync(string name, SecretReference reference, string detail, bool probes, CancellationToken cancel)
    {
        var (value, version) = await CurrentAsync(reference, cancel);
        var details = await DetailsAsync(name, cancel);
        var isNew = details[detail]?.ToString() != value;
        var asked = isNew && probes ? await ProbeAsync(details, value, cancel) : null;
        if (isNew)
        {
            details[detail] = value;
            var input = Of(name);
            input["ProviderDetails"] = details;
            await pools.CallAsync("UpdateIdentityProvider", input, cancel);
            if ((await DetailsAsync(name, cancel))[detail]?.ToString() != value)
                throw new OperateException($"{name} still has another secret than {reference.Secret}. Run the command again.");
        }
        var report = new Report("rotate provider")
        {
            Figures =
            {
                ["provider"] = name,
                ["secret"] = reference.Secret,
                ["version"] = version,
                ["changed"] = isNew,
                ["asked the provider"] = asked,
            },
        };
        if (version is not null && reference.Version != version)
            report.Next.Add(
                $"Name \"version\": \"{version}\" in the environment file at identityProviders.{name}, so that the next deployment says the same."
            );
        report.Next.Add(isNew ? "Sign in once through the provider, and then remove the old secret there." : "Nothing was to be done.");
        return report;
    }

    private async Task<(string Value, string? Version)> CurrentAsync(SecretReference reference, CancellationToken cancel)
    {
        var read =
            await new SecretFields(secrets, reference.Secret).ReadAsync(cancel)
            ?? throw new OperateException(
                $"There is no secret {reference.Secret}. Put the new value there first: aws secretsmanager put-secret-value --secret-id {reference.Secret} …"
            );
        var value = reference.Field is { } field ? read.Fields[field]?.ToString() : read.Text;
        return value is { Length: > 0 }
            ? (value, read.Version)
            : throw new OperateException($"The secret {reference.Secret} has no field {reference.Field}. Nothing was changed.");
    }

    private async Task<JsonObject> DetailsAsync(string name, CancellationToken cancel)
    {
        try
        {
            var answer = await pools.CallAsync("DescribeIdentityProvider", Of(name), cancel);
            var details = (JsonObject)answer["IdentityProvider"]!["ProviderDetails"]!.DeepClone();
            foreach (var detail in ReadOnly)
                details.Remove(detail);
            return details;
        }
        catch (AwsError e) when (e.ErrorCode == "ResourceNotFoundException")
        {
            throw new OperateException($"The user pool {poolId} has no identity provider {name}: deploy the environment first.");
        }
    }

    /// <summary>Exchanges a code that there is not: a provider that knows the secret complains of the code, and of the client otherwise (RFC 6749, section 5.2).</summary>
    /// <exception cref="OperateException">The provider does not take the secret.</exception>
    private async Task<string?> ProbeAsync(JsonObject details, string secret, CancellationToken cancel)
    {
        if (details["token_url"]?.ToString() is not { Length: > 0 } address || !Uri.TryCreate(address, UriKind.Absolute, out var token))
            return null;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = "cognitostack-rotation",
                ["redirect_uri"] = "https://localhost/cognitostack-rotation",
                ["client_id"] = details["client_id"]?.ToString() ?? "",
                ["client_secret"] = secret,
            }
        );
        using var answer = await http.PostAsync(token, form, cancel);
        var error = ErrorOf(await answer.Content.ReadAsStringAsync(cancel));
        if (error is "invalid_client" or "unauthorized_client" || error is null && (int)answer.StatusCode == 401)
            throw new OperateException(
                $"{token.Host} does not take the new secret ({error ?? answer.StatusCode.ToString()}): sign-ins would fail. Nothing was changed; the old secret is in force. --no-probe goes on all the same."
            );
        return $"it takes the new secret ({error ?? answer.StatusCode.ToString()} for a code that is none)";
    }

    private static string? ErrorOf(string body)
    {
        try
        {
            return (JsonNode.Parse(body) as JsonObject)?["error"]?.ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonObject Of(string name) => new() { ["UserPoolId"] = poolId, ["ProviderName"] = name };
}

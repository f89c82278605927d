using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;

namespace CognitoStack.Operate.Rotate;

/// <summary>
/// Walks an app client from its secret to another one: both are valid in between. All that it has to remember is in Secrets Manager, so that a run that is stopped goes on,
/// also from another machine.
/// </summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "AddUserPoolClientSecret", which has at most two secrets of a client
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html).</remarks>
internal sealed class ClientRotation(Pace pools, AwsCall secrets, string poolId, string clientId, string secretName)
{
    // What apps read; what they do not read yet; and which of the client's secrets the first one is.
    private const string Current = "clientSecret",
        Next = "nextClientSecret",
        CurrentId = "clientSecretId";

    private readonly SecretFields kept = new(secrets, secretName);

    /// <summary>Gives the client a second secret, and lets apps read that one from now on.</summary>
    public async Task<Report> BeginAsync(CancellationToken cancel)
    {
        var of = await SecretsAsync(cancel);
        var read = await kept.ReadAsync(cancel);
        var fields = read?.Fields ?? [];
        if (read is { Text.Length: > 0 } && fields.Count == 0)
            throw new OperateException($"The secret {secretName} is no JSON object. Name another with --secret.", ExitCode.Usage);
        if (of.Count > 1 && fields[Next] is null)
        {
            RequireOurs(of, fields);
            return Told("is under way already", of, fields, $"When every app has read {Current} anew: the same command with --finish.");
        }
        if (of.Count == 1 && fields[Next] is null)
            fields = await PrepareAsync(fields, isNew: read is null, cancel);
        var next = fields[Next]!.ToString();
        var added = of.Count > 1 ? Newest(of) : await AddAsync(next, cancel);
        // From here on apps that ask get the new one; those that have the old one go on with it.
        (fields[Current], fields[CurrentId]) = (next, added);
        fields.Remove(Next);
        await kept.WriteAsync(fields, isNew: false, cancel);
        return Told(
            "has begun: both secrets are valid",
            await SecretsAsync(cancel),
            fields,
            $"Apps read {Current} of {secretName}. When every one has: the same command with --finish."
        );
    }

    /// <summary>Takes the old secret away.</summary>
    /// <param name="confirm">Asks whether every app has the new one.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<Report> FinishAsync(Action<string> confirm, CancellationToken cancel)
    {
        var of = await SecretsAsync(cancel);
        var fields = (await kept.ReadAsync(cancel))?.Fields ?? [];
        if (fields[Next] is not null)
            throw new OperateException(
                $"The rotation has not begun for apps: {secretName} still has {Next}. Run the command without --finish first."
            );
        if (of.Count == 1)
            return Told("is finished: there is one secret", of, fields);
        RequireOurs(of, fields);
        var old = of.Single(s => s.Id != fields[CurrentId]!.ToString());
        confirm($"Apps that still use the secret of {Date(old.Created)} fail from now on. Does every app use the new one?");
        await pools.CallAsync("DeleteUserPoolClientSecret", With(("ClientSecretId", old.Id)), cancel);
        return Told("is finished: the old secret is gone", await SecretsAsync(cancel), fields);
    }

    // Written down before Cognito knows of it: whoever stops here has lost nothing.
    private async Task<JsonObject> PrepareAsync(JsonObject fields, bool isNew, CancellationToken cancel)
    {
        var client = (await pools.CallAsync("DescribeUserPoolClient", Of(), cancel))["UserPoolClient"]!;
        fields[Current] ??=
            client["ClientSecret"]?.ToString()
            ?? throw new OperateException("The app client has no secret: it is a public one.", ExitCode.Usage);
        fields[Next] = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 52);
        await kept.WriteAsync(fields, isNew, cancel);
        return fields;
    }

    private async Task<string> AddAsync(string value, CancellationToken cancel)
    {
        var answer = await pools.CallAsync("AddUserPoolClientSecret", With(("ClientSecret", value)), cancel);
        return answer["ClientSecretDescriptor"]!["ClientSecretId"]!.ToString();
    }

    private void RequireOurs(List<Known> of, JsonObject fields)
    {
        if (of.All(s => s.Id != fields[CurrentId]?.ToString()))
            throw new OperateException(
                $"The app client has two secrets, and {secretName} says of none of them that it is the current one: somebody else rotates it, or another secret keeps it (--secret). "
                    + "Nothing was changed."
            );
    }

    private async Task<List<Known>> SecretsAsync(CancellationToken cancel)
    {
        try
        {
            var answer = await pools.CallAsync("ListUserPoolClientSecrets", Of(), cancel);
            return
            [
                .. answer["ClientSecrets"]!
                    .AsArray()
                    .Select(s => new Known(s!["ClientSecretId"]!.ToString(), s["ClientSecretCreateDate"]?.GetValue<double>() ?? 0)),
            ];
        }
        catch (AwsError e) when (e.ErrorCode == "InvalidParameterException")
        {
            throw new OperateException($"The app client has no secret that could be rotated: {e.Message}", ExitCode.Usage);
        }
    }

    private static string Newest(List<Known> of) => of.MaxBy(s => s.Created)!.Id;

    private Report Told(string state, List<Known> of, JsonObject fields, string? next = null)
    {
        var report = new Report("rotate client")
        {
            Figures =
            {
                ["rotation"] = state,
                ["app client"] = clientId,
                ["secret"] = secretName,
                ["valid secrets"] = of.Count,
                ["apps read"] = fields[CurrentId]?.ToString(),
            },
        };
        foreach (var secret in of)
            report.Figures[secret.Id] = $"since {Date(secret.Created)}";
        if (next is not null)
            report.Next.Add(next);
        return report;
    }

    private static string Date(double seconds) =>
        seconds < 1
            ? "its deployment"
            : DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private JsonObject Of() => new() { ["UserPoolId"] = poolId, ["ClientId"] = clientId };

    private JsonObject With((string Name, string Value) member)
    {
        var input = Of();
        input[member.Name] = member.Value;
        return input;
    }

    private sealed record Known(string Id, double Created);
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Risk;

/// <summary>Where a request comes from, as far as threat protection can see.</summary>
/// <param name="Address">Address of the person's device.</param>
/// <param name="Device">What tells the device from others: a cookie, a fingerprint, or what the browser says it is.</param>
/// <param name="UserAgent">What the browser says it is.</param>
internal sealed record Origin(string Address, string Device, string UserAgent)
{
    /// <summary>Nowhere in particular.</summary>
    public static Origin Unknown { get; } = new("", "", "");

    /// <summary>The level that the request asks for, for a try.</summary>
    public RiskLevel? Forced { get; init; }

    /// <summary>The time zone that the device says it is in.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Of a public operation. Only clients with a secret, which servers are, may say whose address it is, and only where the template lets them.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Collecting data for threat protection in applications".
    /// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-threat-protection-app.html</remarks>
    public static Origin OfPublic(JsonCall call, AppClient client)
    {
        var context = call.Input["UserContextData"] as JsonObject;
        var mayTell = client.Secret is not null && client.Resource.Properties["EnablePropagateAdditionalUserContextData"].Flag() == true;
        return Of(call, mayTell ? context?["IpAddress"]?.ToString() : null, call.UserAgent, context?["EncodedData"]?.ToString());
    }

    /// <summary>Of an administrator's operation: a server tells whom it acts for.</summary>
    public static Origin OfAdministrator(JsonCall call)
    {
        var context = call.Input["ContextData"] as JsonObject;
        var agent = context
            ?["HttpHeaders"].Objects()
            .FirstOrDefault(h => "user-agent".Equals(h["headerName"]?.ToString(), StringComparison.OrdinalIgnoreCase))
            ?["headerValue"]?.ToString();
        return Of(call, context?["IpAddress"]?.ToString(), agent ?? call.UserAgent, context?["EncodedData"]?.ToString());
    }

    /// <summary>The address that counts: what a request of this machine says of others before it, and otherwise its own.</summary>
    public static string AddressOf(string sourceIp, string? forwardedFor) =>
        IsLoopback(sourceIp) && IPAddress.TryParse(forwardedFor?.Split(',')[0].Trim(), out var first) ? first.ToString() : sourceIp;

    private static Origin Of(JsonCall call, string? told, string userAgent, string? encoded)
    {
        var fingerprint = Fingerprint(encoded);
        var address =
            told is not null && IsLoopback(call.SourceIp) && IPAddress.TryParse(told, out var parsed)
                ? parsed.ToString()
                : AddressOf(call.SourceIp, call.ForwardedFor);
        return new(address, fingerprint?.Device ?? userAgent, userAgent)
        {
            Forced = ForcedRisk.Parse(call.Risk),
            TimeZone = fingerprint?.TimeZone,
        };
    }

    private static bool IsLoopback(string address) => IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed);

    // What AWS's library for browsers and phones collects, in Base64.
    private static (string? Device, string? TimeZone)? Fingerprint(string? encoded)
    {
        var bytes = new byte[encoded?.Length ?? 0];
        if (encoded is null || !Convert.TryFromBase64String(encoded, bytes, out var length))
            return null;
        try
        {
            var context = (JsonNode.Parse(bytes.AsSpan(0, length)) as JsonObject)?["payload"]?.ToString() is { } payload
                ? (JsonNode.Parse(payload) as JsonObject)?["contextData"] as JsonObject
                : null;
            return (context?["DeviceId"]?.ToString() ?? context?["DeviceFingerprint"]?.ToString(), context?["ClientTimezone"]?.ToString());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

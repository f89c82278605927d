using System.Text.Json.Nodes;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;
using CognitoStack.Local.UserPools.Triggers;

namespace CognitoStack.Local.UserPools.Tokens;

/// <summary>Claims before they are signed.</summary>
internal sealed record DraftTokens(JsonObject Id, JsonObject Access, GroupClaims Groups);

/// <summary>The trigger that changes claims, in each version of its event.</summary>
internal sealed class TokenGeneration(TriggerInvoker triggers)
{
    // What a function can neither set nor remove. Source: AWS, "Pre token generation Lambda trigger"
    // (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html).
    private static readonly HashSet<string> Reserved =
    [
        "acr",
        "amr",
        "at_hash",
        "aud",
        "auth_time",
        "azp",
        "client_id",
        "cnf",
        "device_key",
        "event_id",
        "exp",
        "iat",
        "identities",
        "iss",
        "jti",
        "nbf",
        "nonce",
        "origin_jti",
        "sub",
        "token_use",
        "username",
        "version",
        "scope",
        "cognito:username",
        "cognito:groups",
        "cognito:roles",
        "cognito:preferred_role",
    ];

    /// <summary>Completes claims: with the groups, and what the function says.</summary>
    public async Task ApplyAsync(Scope scope, User user, string source, DraftTokens draft, CancellationToken cancel)
    {
        var isSecond = scope.Pool.Triggers.GetValueOrDefault(LambdaTrigger.PreTokenGeneration) is { Version: > 1 };
        var member = isSecond ? "claimsAndScopeOverrideDetails" : "claimsOverrideDetails";
        var request = UserEvents.Request(user, scope.ClientMetadata);
        request["groupConfiguration"] = draft.Groups.Configuration();
        if (isSecond)
            request["scopes"] = Scopes(draft.Access);

        var response = await triggers.InvokeAsync(
            scope.Pool,
            new(LambdaTrigger.PreTokenGeneration, source, scope.Client?.Id, user.Username, request, new JsonObject { [member] = null }),
            cancel
        );
        var details = response?[member] as JsonObject;
        var groups =
            details?.ContainsKey("groupOverrideDetails") == true
                ? GroupClaims.Of(details["groupOverrideDetails"] as JsonObject ?? [])
                : draft.Groups;
        groups.WriteTo(draft.Id, draft.Access);
        if (details is null)
            return;
        if (!isSecond)
        {
            Override(draft.Id, details, isSecond);
            return;
        }
        Override(draft.Id, details["idTokenGeneration"] as JsonObject, isSecond);
        OverrideAccess(draft.Access, details["accessTokenGeneration"] as JsonObject);
    }

    /// <summary>Completes the claims of a machine, of which only the third version of the event tells.</summary>
    public async Task ApplyToMachineAsync(Scope scope, JsonObject access, CancellationToken cancel)
    {
        if (scope.Pool.Triggers.GetValueOrDefault(LambdaTrigger.PreTokenGeneration) is not { Version: > 2 })
            return;
        var request = UserEvents.Request(null, scope.ClientMetadata);
        request["groupConfiguration"] = new GroupClaims([], [], null).Configuration();
        request["scopes"] = Scopes(access);
        var response = await triggers.InvokeAsync(
            scope.Pool,
            new(
                LambdaTrigger.PreTokenGeneration,
                "TokenGeneration_ClientCredentials",
                scope.Client?.Id,
                scope.RequiredClient.Id,
                request,
                new JsonObject { ["claimsAndScopeOverrideDetails"] = null }
            ),
            cancel
        );
        OverrideAccess(access, response?.At("claimsAndScopeOverrideDetails", "accessTokenGeneration") as JsonObject);
    }

    private static JsonArray Scopes(JsonObject access) => [.. access["scope"]!.ToString().Split(' ').Select(s => (JsonNode)s)];

    private static void OverrideAccess(JsonObject access, JsonObject? details)
    {
        Override(access, details, allowsAnyType: true);
        var suppressed = details?["scopesToSuppress"].Texts() ?? [];
        var scopes = access["scope"]!.ToString().Split(' ').Concat(details?["scopesToAdd"].Texts() ?? []).Distinct().Except(suppressed);
        access["scope"] = string.Join(' ', scopes);
    }

    private static void Override(JsonObject claims, JsonObject? details, bool allowsAnyType)
    {
        foreach (var (name, value) in details?["claimsToAddOrOverride"] as JsonObject ?? [])
        {
            if (!Reserved.Contains(name))
                claims[name] = allowsAnyType ? value?.DeepClone() : value?.ToString();
        }
        foreach (var name in details?["claimsToSuppress"].Texts() ?? [])
        {
            if (!Reserved.Contains(name))
                claims.Remove(name);
        }
    }
}

using System.Text;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Endpoints;

/// <summary>An error as OAuth names it: RFC 6749, section 5.2.</summary>
internal sealed class OAuthException(string error, string? description = null) : Exception(description ?? error)
{
    public string Error => error;

    public string? Description => description;
}

/// <summary>Reads which app client sends a request, and its proof: the secret in the header <c>Authorization</c>, or in the form.</summary>
internal static class OAuthClient
{
    /// <summary>Which app client a request says that it is; null where it says none. Nothing is proven by it.</summary>
    public static async Task<string?> NameOfAsync(HttpContext http)
    {
        try
        {
            return Basic(http.Request.Headers.Authorization.ToString())?.Id
                ?? (await http.TryReadFormAsync(OAuthEndpoints.LargestForm))?["client_id"].FirstOrDefault();
        }
        catch (OAuthException)
        {
            return null;
        }
    }

    /// <exception cref="OAuthException">There is no such client, or it is not it.</exception>
    public static Scope Read(HttpContext http, IFormCollection form, Pools pools)
    {
        var (id, secret) =
            Basic(http.Request.Headers.Authorization.ToString()) ?? (form["client_id"].ToString(), form["client_secret"].FirstOrDefault());
        // Whoever names two clients is neither.
        if (form["client_id"].FirstOrDefault() is { } named && named != id)
            throw new OAuthException("invalid_client");
        if (pools.FindClient(id) is not var (pool, client) || !SecretHash.IsSecret(client, secret))
            throw new OAuthException("invalid_client");
        return new(pool, client, null);
    }

    private static (string Id, string? Secret)? Basic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), bytes, out var length))
            throw new OAuthException("invalid_client");
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2
            ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]))
            : throw new OAuthException("invalid_client");
    }
}

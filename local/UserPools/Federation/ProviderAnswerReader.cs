using CognitoStack.Local.Http;
using CognitoStack.Local.Providers;
using CognitoStack.Local.UserPools.Login.Pages;
using CognitoStack.Local.UserPools.Login.Protocol;

namespace CognitoStack.Local.UserPools.Federation;

/// <summary>Reads what a provider sends by way of a browser: in the address, or by a form of the provider's.</summary>
internal sealed class ProviderAnswerReader(TimeProvider time)
{
    private const int LargestForm = 512 * 1024;
    private const string Kept = "answer";
    private readonly ShortLived<IReadOnlyDictionary<string, string>> forms = new(TimeSpan.FromMinutes(1), time);

    /// <summary>The answer's parameters. A browser brings no cookies with a form of another site: it is sent here once more, and brings them then.</summary>
    /// <param name="http">The request.</param>
    /// <param name="stateName">The parameter that names the sign-in.</param>
    /// <returns>Null where the browser was sent here once more.</returns>
    /// <exception cref="ProviderException">It cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, string>?> ReadAsync(HttpContext http, string stateName)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return http.Request.Query[Kept] is [{ } name]
                ? forms.TryTake(name, out var form)
                    ? form
                    : throw new ProviderException("state", "this answer was read before, or is too old")
                : Once(http.Request.Query);
        }
        var sent = Once(
            await http.TryReadFormAsync(LargestForm) ?? throw new ProviderException("format", "the provider's form cannot be read")
        );
        if (sent.GetValueOrDefault(stateName) is not { } state || FederationFlows.IsOf(http, state))
            return sent;
        http.SendTo($"{http.Request.Path}?{Kept}={forms.Add(sent)}");
        return null;
    }

    private static Dictionary<string, string> Once(
        IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> parameters
    ) =>
        parameters.ToDictionary(
            p => p.Key,
            p => p.Value is [{ } only] ? only : throw new ProviderException("format", $"the parameter {p.Key} is there more than once")
        );
}

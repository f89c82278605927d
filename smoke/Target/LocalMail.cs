using System.Net.Http.Json;
using System.Text.Json.Serialization;
using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Target;

/// <summary>The letters that a local AWS would have sent.</summary>
/// <param name="endpoint">The local AWS.</param>
internal sealed class LocalMail(Uri endpoint)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The newest code that somebody was sent.</summary>
    /// <exception cref="CheckFailedException">There is none.</exception>
    public async Task<string> CodeAsync(string recipient, CancellationToken cancel)
    {
        var letters = await LettersAsync(recipient, cancel);
        return letters.LastOrDefault(l => l.Code is { Length: > 0 })?.Code
            ?? throw new CheckFailedException(
                new(
                    $"a code for {recipient}",
                    letters.Count == 0 ? "no message was sent" : "none of the messages has one",
                    null,
                    $"GET {endpoint}_local/messages shows what was sent."
                )
            );
    }

    /// <summary>The kinds of letters that somebody was sent, the newest last: what made them be sent.</summary>
    public async Task<IReadOnlyList<string>> KindsAsync(string recipient, CancellationToken cancel) =>
        [.. (await LettersAsync(recipient, cancel)).Select(l => l.Trigger ?? string.Empty)];

    private async Task<List<Letter>> LettersAsync(string recipient, CancellationToken cancel) =>
        await Http.GetFromJsonAsync<List<Letter>>(
            new Uri(endpoint, $"/_local/messages?recipient={Uri.EscapeDataString(recipient)}"),
            cancel
        ) ?? [];

    private sealed record Letter(
        [property: JsonPropertyName("code")] string? Code,
        [property: JsonPropertyName("trigger")] string? Trigger
    );
}

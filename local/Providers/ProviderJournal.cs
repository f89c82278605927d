using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CognitoStack.Local.Providers;

/// <summary>A message of a provider, as the desk shows it.</summary>
/// <param name="At">When it came.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Outcome">What became of it: accepted, or the check that failed.</param>
/// <param name="Checked">What was checked before it was accepted; empty where it was not.</param>
/// <param name="Content">What it says, readable; empty where nothing could be read.</param>
internal sealed record JournalEntry(DateTimeOffset At, string Provider, string Outcome, string Checked, string Content);

/// <summary>The last messages of providers: whoever sets up federation wants to see them more than anything else.</summary>
internal sealed class ProviderJournal(TimeProvider time)
{
    private const int Most = 50;

    // What opens doors is not for reading.
    private static readonly string[] Tokens = ["access_token", "id_token", "refresh_token", "code"];
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly ConcurrentQueue<JournalEntry> entries = [];

    /// <summary>The entries, the newest first.</summary>
    public IEnumerable<JournalEntry> Newest => entries.Reverse();

    public void Accepted(string provider, ProviderAnswer answer) =>
        Add(new(time.GetUtcNow(), provider, "accepted", answer.Checked, Without(answer.Messages).ToJsonString(Readable)));

    /// <param name="provider">The provider's name.</param>
    /// <param name="why">The check that failed.</param>
    /// <param name="message">The message, as far as it could be read.</param>
    public void Refused(string provider, ProviderException why, string message = "") =>
        Add(new(time.GetUtcNow(), provider, $"refused: {why.Message}", "", message));

    private void Add(JournalEntry entry)
    {
        entries.Enqueue(entry);
        while (entries.Count > Most && entries.TryDequeue(out _))
        {
            // The oldest go.
        }
    }

    private static JsonObject Without(JsonObject messages) =>
        new(
            messages.Select(m =>
                KeyValuePair.Create(
                    m.Key,
                    (JsonNode?)(
                        m.Value is JsonObject message
                            ? new JsonObject(
                                message.Where(p => !Tokens.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))
                            )
                            : m.Value?.DeepClone()
                    )
                )
            )
        );
}

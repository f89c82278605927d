using System.Text.Json;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>Keeps stacks, what happened to them, their change sets, and resources that are in no stack (<c>stacks.db</c>).</summary>
internal sealed class StackStore : IDisposable
{
    private readonly Sql sql;

    public StackStore(StateFolder state)
    {
        sql = new(state["stacks.db"]);
        Run(
            """
            CREATE TABLE IF NOT EXISTS stacks (id TEXT PRIMARY KEY, name TEXT NOT NULL, live INTEGER NOT NULL, document TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY AUTOINCREMENT, stack TEXT NOT NULL, document TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS events_of_stack ON events (stack, number);
            CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (kind, key));
            """
        );
    }

    /// <summary>Every stack, those that were deleted included, in the order in which they were made.</summary>
    public IReadOnlyList<Stack> Stacks() => Rows<Stack>("SELECT document FROM stacks ORDER BY rowid");

    /// <summary>The stack that bears a name now, or an id ever.</summary>
    public Stack? Find(string nameOrId) =>
        Rows<Stack>("SELECT document FROM stacks WHERE id = $0 OR (name = $0 AND live = 1) LIMIT 1", nameOrId).FirstOrDefault();

    /// <summary>Keeps stacks, all or none.</summary>
    public void Put(params IReadOnlyList<Stack> stacks) =>
        sql.Transact(() =>
        {
            foreach (var stack in stacks)
                Run(
                    "INSERT INTO stacks (id, name, live, document) VALUES ($0, $1, $2, $3) ON CONFLICT (id) DO UPDATE SET live = $2, document = $3",
                    stack.Id,
                    stack.Name,
                    stack.IsLive ? 1 : 0,
                    JsonSerializer.Serialize(stack)
                );
        });

    /// <summary>Forgets a stack as if it had never been.</summary>
    public void Remove(string id)
    {
        Run("DELETE FROM stacks WHERE id = $0", id);
        Run("DELETE FROM events WHERE stack = $0", id);
    }

    public void Add(string stack, StackEvent happened) =>
        Run("INSERT INTO events (stack, document) VALUES ($0, $1)", stack, JsonSerializer.Serialize(happened));

    /// <summary>What happened to a stack, the newest first.</summary>
    public IReadOnlyList<StackEvent> Events(string stack) =>
        Rows<StackEvent>("SELECT document FROM events WHERE stack = $0 ORDER BY number DESC", stack);

    /// <summary>Documents of a kind, in the order of their keys.</summary>
    public IReadOnlyList<T> All<T>(string kind) => Rows<T>("SELECT document FROM documents WHERE kind = $0 ORDER BY key", kind);

    public T? Find<T>(string kind, string key)
        where T : class => Rows<T>("SELECT document FROM documents WHERE kind = $0 AND key = $1", kind, key).FirstOrDefault();

    public void Put<T>(string kind, string key, T document) =>
        Run("INSERT OR REPLACE INTO documents (kind, key, document) VALUES ($0, $1, $2)", kind, key, JsonSerializer.Serialize(document));

    public void Remove(string kind, string key) => Run("DELETE FROM documents WHERE kind = $0 AND key = $1", kind, key);

    /// <inheritdoc/>
    public void Dispose() => sql.Dispose();

    private void Run(string text, params ReadOnlySpan<object> values) => sql.Execute(text, Sql.Numbered(values));

    private List<T> Rows<T>(string text, params ReadOnlySpan<object> values) =>
        sql.Query(text, r => JsonSerializer.Deserialize<T>(r.GetString(0))!, Sql.Numbered(values));
}

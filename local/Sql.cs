using System.Data.Common;
using CognitoStack.Local.Access;
using Microsoft.Data.Sqlite;

namespace CognitoStack.Local;

/// <summary>An open database, within its transaction where it has one. Whoever shares it takes turns. Nobody else speaks to SQLite.</summary>
internal sealed class Sql : IDisposable
{
    private readonly SqliteConnection connection;

    // Texts are constants: what each means to SQLite is found out once.
    private readonly Dictionary<string, SqliteCommand> prepared = [];
    private SqliteTransaction? transaction;

    /// <summary>Opens a file, and makes it where there is none. Nobody else on the machine reads it: it may hold keys, secrets and what is as good as one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="writesThrough">Whether what was written survives the end of the machine, too. Else it survives that of the program at any moment, and nobody
    /// waits for the disk.</param>
    public Sql(string file, bool writesThrough = false)
    {
        SecretFile.Make(file);
        connection = new(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Pooling = false,
                ForeignKeys = true,
            }.ToString()
        );
        connection.Open();
        Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = {(writesThrough ? "FULL" : "NORMAL")}");
    }

    /// <summary>Whose turn it is, for whoever does more than one thing at once.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The format of the file; 0 where it is new.</summary>
    public int Version => Query("PRAGMA user_version", r => r.GetInt32(0))[0];

    /// <summary>Whether a write failed because something of this key is there already.</summary>
    public static bool IsTaken(Exception e) => e is SqliteException { SqliteErrorCode: 19 };

    /// <summary>Values for <c>$0</c>, <c>$1</c>, and so on.</summary>
    public static (string Name, object? Value)[] Numbered(params ReadOnlySpan<object> values)
    {
        var numbered = new (string, object?)[values.Length];
        for (var i = 0; i < values.Length; i++)
            numbered[i] = ($"${i}", values[i]);
        return numbered;
    }

    /// <summary>Brings a file of an older format to the newest: by each step after its version, whole or not at all.</summary>
    public void Upgrade(params string[] steps)
    {
        for (var known = Version; known < steps.Length; known++)
            Transact(() => Execute($"{steps[known]} PRAGMA user_version = {known + 1}"));
    }

    /// <returns>How many rows changed.</returns>
    public int Execute(string text, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Run(text, values, command => command.ExecuteNonQuery());

    public List<T> Query<T>(string text, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Run(
            text,
            values,
            command =>
            {
                using var reader = command.ExecuteReader();
                var rows = new List<T>();
                while (reader.Read())
                    rows.Add(read(reader));
                return rows;
            }
        );

    /// <summary>Does all of it or nothing.</summary>
    public T Transact<T>(Func<T> work)
    {
        lock (Gate)
        {
            using var begun = transaction = connection.BeginTransaction();
            try
            {
                var result = work();
                begun.Commit();
                return result;
            }
            finally
            {
                transaction = null;
            }
        }
    }

    /// <inheritdoc cref="Transact{T}"/>
    public void Transact(Action work) =>
        Transact(() =>
        {
            work();
            return true;
        });

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    // Who fails, or runs the same text within itself, leaves nothing for the next.
    private T Run<T>(string text, ReadOnlySpan<(string Name, object? Value)> values, Func<SqliteCommand, T> run)
    {
        lock (Gate)
        {
#pragma warning disable CA2100 // Every text is a constant, or made of constants: values are parameters.
            var command = prepared.Remove(text, out var known) ? known : new SqliteCommand(text, connection);
#pragma warning restore CA2100
            var isKept = false;
            try
            {
                command.Transaction = transaction;
                foreach (var (name, value) in values)
                    command.Parameters.AddWithValue(name, value ?? DBNull.Value);
                var result = run(command);
                command.Parameters.Clear();
                isKept = prepared.TryAdd(text, command);
                return result;
            }
            finally
            {
                if (!isKept)
                    command.Dispose();
            }
        }
    }
}

using Microsoft.Data.Sqlite;

namespace CognitoStack.Local.Tests;

public sealed class SqlTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sql-");
    private readonly Sql sql;

    public SqlTests()
    {
        sql = Open();
        sql.Execute("CREATE TABLE things (name TEXT PRIMARY KEY, size INTEGER)");
    }

    public void Dispose()
    {
        sql.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_statement_takes_other_values_each_time()
    {
        Put("a", 1);
        Put("b", null);
        Assert.Equal(["a:1", "b:"], All());
        Assert.Equal(["b:"], Named("b"));
        Assert.Equal(["a:1"], Named("a"));
        Assert.Empty(Named("c"));
    }

    [Fact]
    public void What_failed_can_be_done_again_with_other_values()
    {
        Put("a", 1);
        Assert.True(Sql.IsTaken(Assert.Throws<SqliteException>(() => Put("a", 2))));
        Put("b", 2);
        Assert.Throws<InvalidOperationException>(() => Named("a", _ => throw new InvalidOperationException()));
        Assert.Equal(["a:1"], Named("a"));
        Assert.Equal(["a:1", "b:2"], All());
    }

    [Fact]
    public void A_query_may_ask_the_same_within_itself()
    {
        Put("a", 1);
        Put("b", 2);
        Assert.Equal(
            ["b:2", "a:1"],
            Named("a", _ => Named("b", _ => string.Join(',', Named("a")) == "a:1" ? "b:2" : "?").Single()).Concat(Named("a"))
        );
    }

    [Fact]
    public void A_statement_is_within_the_transaction_that_is_open_and_in_none_after_it()
    {
        Put("a", 1);
        Assert.Throws<InvalidOperationException>(() =>
            sql.Transact(() =>
            {
                Put("b", 2);
                throw new InvalidOperationException();
            })
        );
        Put("c", 3);
        sql.Transact(() => Put("d", 4));
        using var other = Open();
        Assert.Equal(["a", "c", "d"], other.Query("SELECT name FROM things ORDER BY name", r => r.GetString(0)));
    }

    [Fact]
    public void A_statement_sees_what_another_connection_has_changed_even_of_the_table()
    {
        Put("a", 1);
        Assert.Equal(["a:1"], All());
        using var other = Open();
        other.Execute("ALTER TABLE things ADD COLUMN colour TEXT");
        other.Execute("UPDATE things SET size = 5");
        Assert.Equal(["a:5"], All());
    }

    private Sql Open() => new(Path.Combine(folder.FullName, "test.db"));

    private void Put(string name, int? size) => sql.Execute("INSERT INTO things VALUES ($name, $size)", ("$name", name), ("$size", size));

    private List<string> All() => sql.Query("SELECT * FROM things ORDER BY name", r => $"{r.GetString(0)}:{r[1]}");

    private List<string> Named(string name) => Named(name, size => $"{name}:{size}");

    private List<string> Named(string name, Func<object, string> read) =>
        sql.Query("SELECT size FROM things WHERE name = $name", r => read(r[0]), ("$name", name));
}

using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Tests.Access;
using static CognitoStack.Local.Tests.DynamoDb.DynamoDbTests;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>What others see of a transaction: all of it or nothing.</summary>
[Collection(TestHostCollection.Name)]
public sealed class IsolationTests(TestHost host)
{
    private const string Ann = TestResources.Ann;
    private const int Many = 20;
    private readonly string note = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Nobody_reads_what_a_cancelled_transaction_would_have_written()
    {
        using var dynamo = host.DynamoDb();
        var cancelled = CancelAsync();
        async Task CancelAsync()
        {
            for (var n = 0; n < 10; n++)
                await FailedAsync(
                    "TransactionCanceledException",
                    () => dynamo.TransactWriteItemsAsync(Put("ghost", "attribute_exists(noteId)"))
                );
        }

        var ghosts = 0;
        while (!cancelled.IsCompleted)
            if ((await dynamo.GetItemAsync("notes", Key(Ann, note + 1), true)).IsItemSet)
                ghosts++;
        await cancelled;
        Assert.Equal(0, ghosts);
    }

    [Fact]
    public async Task Who_has_read_one_item_of_a_transaction_reads_the_others_of_it()
    {
        using var dynamo = host.DynamoDb();
        await dynamo.TransactWriteItemsAsync(Put("0"));
        var written = WriteAsync();
        async Task WriteAsync()
        {
            for (var n = 1; n <= 10; n++)
                await dynamo.TransactWriteItemsAsync(Put(n.ToString(CultureInfo.InvariantCulture)));
        }

        while (!written.IsCompleted)
        {
            var first = await NumberAsync(1);
            Assert.InRange(await NumberAsync(Many), first, int.MaxValue);
        }

        await written;
        async Task<int> NumberAsync(int item) =>
            int.Parse((await dynamo.GetItemAsync("notes", Key(Ann, note + item), true)).Item["text"].S, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Readers_do_not_wait_for_each_other_and_are_held_while_a_transaction_writes()
    {
        var readers = new Readers();
        TaskCompletionSource read = new(),
            write = new();
        var first = readers.ReadAsync(() => read.Task.ContinueWith(_ => "first", TaskScheduler.Default), default);
        Assert.Equal("second", await readers.ReadAsync(() => Task.FromResult("second"), default));
        var writing = false;
        var held = readers.HoldAsync(() =>
        {
            writing = true;
            return write.Task;
        });
        var third = readers.ReadAsync(() => Task.FromResult("third"), default);
        Assert.False(writing || third.IsCompleted);
        read.SetResult();
        Assert.Equal("first", await first);
        write.SetException(new InvalidOperationException("It fails."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => held);
        Assert.True(writing);
        Assert.Equal("third", await third);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_not_waited_for()
    {
        var readers = new Readers();
        TaskCompletionSource write = new();
        var held = readers.HoldAsync(() => write.Task);
        using var gone = new CancellationTokenSource();
        var read = readers.ReadAsync(() => Task.FromResult(1), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        write.SetResult();
        await held;
        await readers.HoldAsync(() => Task.CompletedTask);
    }

    /// <summary>Items of one text, and a condition on another.</summary>
    private TransactWriteItemsRequest Put(string text, string condition = "attribute_not_exists(noteId)") =>
        new()
        {
            TransactItems =
            [
                .. Enumerable
                    .Range(1, Many)
                    .Select(n => new TransactWriteItem
                    {
                        Put = new() { TableName = "notes", Item = Item(Ann, note + n, text) },
                    }),
                new()
                {
                    ConditionCheck = new()
                    {
                        TableName = "notes",
                        Key = Key(Ann, note),
                        ConditionExpression = condition,
                    },
                },
            ],
        };
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Faults;

/// <summary>What networks and quotas do to DynamoDB, and what then becomes of sign-ins and their records.</summary>
public sealed class PublishedFaultTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    // The warm-up of the init phase is a function's first call.
    private const int First = 2;

    private readonly string user = Guid.NewGuid().ToString();
    private FaultyProxy proxy = null!;

    public async Task InitializeAsync() => proxy = await FaultyProxy.StartAsync(dynalite.Endpoint);

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    [PublishedFact]
    public async Task A_throttled_call_is_tried_again_and_the_record_is_kept_once()
    {
        proxy.FaultOf = number => number == First ? new Fault { Throttles = true } : null;

        await AssertRecordedAsync(attempts: 1);
    }

    [PublishedFact]
    public async Task A_table_that_is_throttled_for_most_of_a_second_has_the_record_all_the_same()
    {
        proxy.FaultOf = For(TimeSpan.FromSeconds(0.8), new Fault { Throttles = true });

        Assert.Equal("INFO", Assert.Single(await AssertRecordedAsync(attempts: 1)).Text("level"));
    }

    [PublishedFact]
    public async Task A_record_whose_answer_was_lost_is_neither_kept_nor_counted_twice()
    {
        proxy.FaultOf = number => number == First ? new Fault { LosesAnswer = true } : null;

        var line = Assert.Single(await AssertRecordedAsync(attempts: 1));

        Assert.Equal("1", (await dynalite.RecordsOfAsync(user))[0]["attempts"].N);
        Assert.Equal((false, 1), ((bool?)line["repeated"], (int?)line["SignIns"]));
    }

    [PublishedTheory]
    [InlineData(1.2)]
    [InlineData(2.5)]
    public async Task A_table_slower_than_a_try_is_patient_has_the_record_and_counts_it_once(double delay)
    {
        proxy.FaultOf = number => number >= First ? new Fault { DelayBefore = TimeSpan.FromSeconds(delay) } : null;

        var line = Assert.Single(await AssertRecordedAsync(attempts: 1));

        Assert.Equal((false, 1), ((bool?)line["repeated"], (int?)line["SignIns"]));
        Assert.Equal("1", (await dynalite.RecordsOfAsync(user))[0]["attempts"].N);
    }

    [PublishedFact]
    public async Task A_table_slower_than_the_user_may_wait_keeps_and_counts_one_sign_in_for_all_of_Cognitos_attempts()
    {
        var isSlow = true;
        // What the audit has given up, it does at DynamoDB all the same.
        proxy.FaultOf = number => isSlow && number >= First ? new Fault { DelayBefore = TimeSpan.FromSeconds(4) } : null;
        await using var audit = await StartAuditAsync();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.False((await audit.InvokeAsync(SignIn())).IsError);
            isSlow = false;
            while ((await dynalite.RecordsOfAsync(user)).Count == 0)
                await Task.Delay(50);
        }

        Assert.Single(await dynalite.RecordsOfAsync(user));
        var log = await audit.StopAsync();
        Assert.Equal([1, null, null], log.Select(line => (int?)line["AuditFailures"]));
        Assert.Equal([1, null, null], log.Select(line => (int?)line["SignIns"]));
        Assert.Equal([null, true, true], log.Select(line => (bool?)line["repeated"]));
    }

    [PublishedFact]
    public async Task A_table_that_comes_back_has_the_record_of_the_attempt_that_Cognito_repeats()
    {
        var isDown = true;
        proxy.FaultOf = number => isDown && number >= First ? new Fault { Throttles = true } : null;
        await using var audit = await StartAuditAsync();
        var trigger = SignIn();

        Assert.Equal(trigger, (await audit.InvokeAsync(trigger)).Body);
        Assert.Empty(await dynalite.RecordsOfAsync(user));
        isDown = false;
        Assert.Equal(trigger, (await audit.InvokeAsync(trigger)).Body);

        Assert.Single(await dynalite.RecordsOfAsync(user));
        Assert.Equal(["ERROR", "INFO"], (await audit.StopAsync()).Select(line => line.Text("level")));
    }

    [PublishedFact]
    public async Task A_table_that_is_killed_keeps_nobody_waiting_and_has_the_repeated_sign_in_when_it_is_back()
    {
        var table = new Dynalite();
        await table.InitializeAsync();
        await using var audit = await StartAuditAsync(table.Endpoint);
        var trigger = SignIn();
        // What the function had connected to is gone, not only what it would connect to.
        await audit.InvokeAsync(Read(TriggerEvent.PostAuthentication));

        await table.DisposeAsync();
        var port = new Uri(table.Endpoint).Port;
        using (new ClosedPort(port))
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(trigger, (await audit.InvokeAsync(trigger)).Body);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        }
        var back = new Dynalite { Port = port };
        await back.InitializeAsync();
        Assert.Equal(trigger, (await audit.InvokeAsync(trigger)).Body);

        Assert.Equal("1", Assert.Single(await back.RecordsOfAsync(user))["attempts"].N);
        await back.DisposeAsync();
        var log = await audit.StopAsync();
        Assert.Equal(["INFO", "ERROR", "INFO"], log.Select(line => line.Text("level")));
        Assert.Equal([null, 1, null], log.Select(line => (int?)line["AuditFailures"]));
    }

    [PublishedFact]
    public async Task Two_containers_that_are_told_of_one_sign_in_at_once_keep_one_record()
    {
        await using var one = await StartAuditAsync();
        await using var other = await StartAuditAsync();
        var trigger = SignIn();

        var answers = await Task.WhenAll(one.InvokeAsync(trigger), other.InvokeAsync(trigger));

        Assert.All(answers, answer => Assert.False(answer.IsError));
        Assert.Equal("2", Assert.Single(await dynalite.RecordsOfAsync(user))["attempts"].N);
    }

    [PublishedTheory]
    [InlineData("deny")]
    [InlineData("allow")]
    public async Task A_gate_whose_table_is_stopped_says_what_ON_FAILURE_says_and_recovers(string onFailure)
    {
        var table = new Dynalite();
        await table.InitializeAsync();
        await using var gate = await PublishedFunction.StartAsync(
            "PreAuthentication",
            ("AWS_ENDPOINT_URL", proxy.Endpoint),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("DENY_LIST_TABLE_NAME", Dynalite.DenyList),
            ("ON_FAILURE", onFailure)
        );
        proxy.Target = table.Endpoint;
        var trigger = Read(TriggerEvent.PreAuthentication);
        Assert.False((await gate.InvokeAsync(trigger)).IsError);

        await table.DisposeAsync();
        using var closed = new ClosedPort(new Uri(table.Endpoint).Port);
        var watch = Stopwatch.StartNew();
        var answer = await gate.InvokeAsync(trigger);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        Assert.Equal(onFailure == "deny", answer.IsError);

        proxy.Target = dynalite.Endpoint;
        Assert.False((await gate.InvokeAsync(trigger)).IsError);
    }

    [PublishedFact]
    public async Task A_gate_whose_table_is_throttled_for_a_moment_asks_again()
    {
        proxy.FaultOf = number => number == First ? new Fault { Throttles = true } : null;
        await dynalite.DenyAsync($"user#{user}");
        await using var gate = await PublishedFunction.StartAsync(
            "PreAuthentication",
            ("AWS_ENDPOINT_URL", proxy.Endpoint),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("DENY_LIST_TABLE_NAME", Dynalite.DenyList),
            ("ON_FAILURE", "allow")
        );

        Assert.True((await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication, With("userName", user)))).IsError);
    }

    [PublishedFact]
    public async Task A_gate_whose_table_is_throttled_for_most_of_a_second_lets_in_whom_it_does_not_name()
    {
        proxy.FaultOf = For(TimeSpan.FromSeconds(0.8), new Fault { Throttles = true });
        await using var gate = await PublishedFunction.StartAsync(
            "PreAuthentication",
            ("AWS_ENDPOINT_URL", proxy.Endpoint),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("DENY_LIST_TABLE_NAME", Dynalite.DenyList),
            ("ON_FAILURE", "deny")
        );

        Assert.False((await gate.InvokeAsync(Read(TriggerEvent.PreAuthentication))).IsError);
    }

    private byte[] SignIn() => Read(TriggerEvent.PostAuthentication, With("userName", user));

    // From the first call after the start's.
    private static Func<int, Fault?> For(TimeSpan time, Fault fault)
    {
        var watch = new Stopwatch();
        return number =>
        {
            if (number < First)
                return null;
            watch.Start();
            return watch.Elapsed < time ? fault : null;
        };
    }

    // As Cognito does: again as long as nobody answers in time, three times at most. Here each attempt is answered, so all of them are told.
    // Gives the function's log.
    private async Task<List<JsonObject>> AssertRecordedAsync(int attempts)
    {
        await using var audit = await StartAuditAsync();
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var watch = Stopwatch.StartNew();
            var answer = await audit.InvokeAsync(SignIn());
            Assert.False(answer.IsError);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        }
        Assert.Single(await dynalite.RecordsOfAsync(user));
        return await audit.StopAsync();
    }

    private async Task<PublishedFunction> StartAuditAsync(string? table = null)
    {
        // The first call of a sign-in is then the one that writes.
        await AuditWindow.PastItsStartAsync();
        return await PublishedFunction.StartAsync(
            "PostAuthentication",
            ("AUDIT_TABLE_NAME", Dynalite.Table),
            ("AUDIT_RETENTION_DAYS", "30"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AWS_ENDPOINT_URL", table ?? proxy.Endpoint)
        );
    }
}

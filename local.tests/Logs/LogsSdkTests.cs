using CognitoStack.Local.Logs;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Logs;

/// <summary>Logs as AWS's SDK reads them, under the deployed policies.</summary>
[Collection(TestHostCollection.Name)]
public sealed class LogsSdkTests(TestHost host)
{
    [Fact]
    public async Task The_SDK_for_JavaScript_reads_groups_streams_and_events()
    {
        var before = host.Deployment.Current;
        host.Deployment.Current = new(
            before.Account,
            before.Region,
            [
                .. before.Resources,
                TestResources.Role(
                    "LogReader",
                    TestResources.Statement("Allow", "logs:*", $"arn:aws:logs:us-east-1:{TestResources.Account}:log-group:/sdk/a:*")
                ),
            ],
            before.Outputs
        );
        var logs = host.Services.GetRequiredService<ILogs>();
        for (var i = 0; i < 5; i++)
            logs.Put("/sdk/a", "s", $"event {i}");
        logs.Put("/sdk/b", "s", "another");
        const string Script = """
            const { CloudWatchLogsClient, DescribeLogGroupsCommand, DescribeLogStreamsCommand, GetLogEventsCommand, FilterLogEventsCommand, paginateFilterLogEvents } = require('@aws-sdk/client-cloudwatch-logs');
            const client = new CloudWatchLogsClient(config);
            say(await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/sdk/' })).then(({ logGroups }) => logGroups.map((g) => g.logGroupName).join(), (error) => error.name));
            say((await client.send(new DescribeLogStreamsCommand({ logGroupName: '/sdk/a' }))).logStreams.map((s) => s.logStreamName).join());
            say((await client.send(new GetLogEventsCommand({ logGroupName: '/sdk/a', logStreamName: 's', limit: 2 }))).events.map((e) => e.message).join());
            const found = [];
            for await (const { events } of paginateFilterLogEvents({ client, pageSize: 2 }, { logGroupName: '/sdk/a', filterPattern: 'event' })) found.push(...events.map((e) => e.message.slice(-1)));
            say(found.join(''));
            say(await told(client.send(new FilterLogEventsCommand({ logGroupName: '/sdk/b' }))));
            """;

        Assert.Equal(
            ["/sdk/a,/sdk/b", "s", "event 3,event 4", "01234", "OK"],
            await NodeScript.RunAsync(Script, host.Address, host.Administrator())
        );
        Assert.Equal(
            ["AccessDeniedException", "s", "event 3,event 4", "01234", "AccessDeniedException"],
            await NodeScript.RunAsync(Script, host.Address, host.Credentials("LogReader"))
        );
        host.Deployment.Current = before;
    }
}

using CognitoStack.Local.Metrics;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Metrics;

/// <summary>Metrics as AWS's SDK reads them: by JSON, which it speaks by itself, and by CBOR, as others do.</summary>
[Collection(TestHostCollection.Name)]
public sealed class MetricsSdkTests(TestHost host)
{
    private const string Script = """
        const { CloudWatchClient, ListMetricsCommand, GetMetricDataCommand, GetMetricStatisticsCommand } = require('@aws-sdk/client-cloudwatch');
        const { AwsSmithyRpcV2CborProtocol } = require('@aws-sdk/core/protocols');
        const settings = { defaultNamespace: 'com.amazonaws.cloudwatch', serviceTarget: 'GraniteServiceVersion20100801' };
        const client = new CloudWatchClient(process.env.CBOR ? { ...config, protocol: AwsSmithyRpcV2CborProtocol, protocolSettings: settings } : config);
        const [Namespace, MetricName, Dimensions] = [process.env.NAMESPACE, 'Wait', [{ Name: 'Who', Value: 'ann' }]];
        const [StartTime, EndTime] = [new Date(Date.now() - 600_000), new Date(Date.now() + 60_000)];
        say((await client.send(new ListMetricsCommand({ Namespace }))).Metrics.map((m) => m.MetricName + m.Dimensions[0].Value).join());
        const { Datapoints } = await client.send(new GetMetricStatisticsCommand({ Namespace, MetricName, Dimensions, StartTime, EndTime, Period: 3600, Statistics: ['Sum', 'Average', 'SampleCount'], ExtendedStatistics: ['p50'] }));
        say(Datapoints.reduce((sum, d) => sum + d.Sum, 0), Datapoints.every((d) => d.Timestamp instanceof Date), Datapoints[0].Unit, Datapoints[0].ExtendedStatistics.p50);
        const { MetricDataResults } = await client.send(new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries: [{ Id: 'w', MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 3600, Stat: 'Sum' } }] }));
        say(MetricDataResults[0].Values.reduce((a, b) => a + b), MetricDataResults[0].Timestamps[0] instanceof Date, MetricDataResults[0].StatusCode);
        say(await told(client.send(new GetMetricStatisticsCommand({ Namespace, MetricName, StartTime, EndTime, Period: 7, Statistics: ['Sum'] }))));
        """;

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    public async Task The_SDK_for_JavaScript_reads_metrics(string cbor)
    {
        var name = $"Tests/{Guid.NewGuid():N}";
        var metrics = host.Services.GetRequiredService<IMetrics>();
        foreach (var wait in new[] { 1.5, 2.5 })
            metrics.Put(new(name, "Wait", ("Who", "ann")), wait, "Seconds");

        Assert.Equal(
            ["Waitann", "4 true Seconds 1.5", "4 true Complete", "InvalidParameterValueException"],
            await NodeScript.RunAsync(Script, host.Address, host.Administrator(), ("NAMESPACE", name), ("CBOR", cbor))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    public async Task Whoever_may_not_read_them_is_told(string cbor) =>
        Assert.Equal(
            ["AccessDeniedException"],
            await NodeScript.RunAsync(
                Script.Split("say(")[0] + "say(await told(client.send(new ListMetricsCommand({ Namespace }))));",
                host.Address,
                host.Credentials("Member"),
                ("NAMESPACE", "N"),
                ("CBOR", cbor)
            )
        );
}

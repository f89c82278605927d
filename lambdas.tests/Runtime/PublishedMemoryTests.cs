using System.Text;
using System.Text.RegularExpressions;
using CognitoStack.Lambda.Tests.Support;
using Microsoft.AspNetCore.Http;
using static CognitoStack.Lambda.Tests.Support.TriggerEvent;

namespace CognitoStack.Lambda.Tests.Runtime;

/// <summary>A container lives for hours: what its events allocate has to go again, within the little memory that it has.</summary>
public sealed class PublishedMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    // What the functions are given.
    private const long FunctionMemory = 512 * Megabyte;

    [PublishedTheory]
    [InlineData("PreAuthentication", TriggerEvent.PreAuthentication)]
    [InlineData("PostAuthentication", TriggerEvent.PostAuthentication)]
    public async Task Events_leave_nothing_behind_however_large_or_many(string name, string trigger)
    {
        await using var table = await LocalServer.StartAsync(AnswerAsync);
        await using var function = await PublishedFunction.StartAsync(
            name,
            ("AWS_ENDPOINT_URL", table.Urls.Single()),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("AUDIT_TABLE_NAME", "sign-ins"),
            ("AUDIT_RETENTION_DAYS", "30"),
            ("DENY_LIST_TABLE_NAME", "deny-list"),
            ("DOTNET_GCTotalPhysicalMemory", $"{FunctionMemory:x}")
        );
        var usual = Read(trigger);
        await TellAsync(usual, times: 1000);
        Assert.InRange(Memory("VmHWM"), 1, 40 * Megabyte);

        await TellAsync(Read(trigger, With("padding", new string('x', 6 * 1024 * 1024 - 1000))), times: 20);
        // Four kilobytes an event. What is lost is lost every time; what the garbage collector fills before it first collects is not.
        var grown = long.MaxValue;
        for (var round = 0; round < 20 && grown > 4 * Megabyte; round++)
        {
            var before = Memory("VmRSS");
            await TellAsync(usual, times: 1000);
            grown = Memory("VmRSS") - before;
        }

        Assert.InRange(grown, long.MinValue, 4 * Megabyte);
        // Half of what the functions are given.
        Assert.InRange(Memory("VmHWM"), 1, FunctionMemory / 2);

        async Task TellAsync(byte[] told, int times)
        {
            for (var i = 0; i < times; i++)
                Assert.False((await function.InvokeAsync(told)).IsError);
        }

        long Memory(string what)
        {
            var line = Regex.Match(
                File.ReadAllText($"/proc/{function.ProcessId}/status"),
                $@"^{what}:\s+(\d+) kB$",
                RegexOptions.Multiline
            );
            return long.Parse(line.Groups[1].Value) * 1024;
        }
    }

    // A table without anything in it that answers at once.
    private static async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var isConditional = (await reader.ReadToEndAsync()).Contains("ConditionExpression", StringComparison.Ordinal);
        http.Response.StatusCode = isConditional ? 400 : 200;
        await http.Response.WriteAsync(
            isConditional
                ? """{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}"""
            : http.Request.Headers["X-Amz-Target"].ToString().EndsWith("UpdateItem", StringComparison.Ordinal)
                ? """{"Attributes":{"attempts":{"N":"1"},"requestId":{"S":"8476a536-e9f4-11e8-9739-2dfe598c3fcd"}}}"""
            : """{"Responses":{"deny-list":[]},"UnprocessedKeys":{}}"""
        );
    }
}

using CognitoStack.Local.Notifications;

namespace CognitoStack.Local.Tests.Metrics;

/// <summary>Topics that keep what is published.</summary>
internal sealed class FakeTopics : ITopics
{
    public List<(string Topic, string Subject, string Body)> Sent { get; } = [];

    public Task<bool> PublishAsync(string topic, string subject, string body)
    {
        Sent.Add((topic, subject, body));
        return Task.FromResult(true);
    }
}

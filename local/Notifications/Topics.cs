using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.Notifications;

/// <summary>The topics of the templates (<c>AWS::SNS::Topic</c>) and who gets mails of them; nobody is asked to confirm a subscription.</summary>
internal sealed class Topics(IDeployment deployment, IEnumerable<IMail> mails) : ITopics, ISupports
{
    private const string MailsAlone = "mails alone are sent, to /_local/messages",
        InThisProcess = "messages do not leave this process";

    private static readonly string[] Unsent = ["application", "firehose", "http", "https", "lambda", "sms", "sqs"];

    /// <inheritdoc/>
    public IEnumerable<Support> Types =>
        [
            new(
                "AWS::SNS::Topic",
                ["Subscription", "Tags", "TopicName"],
                new Dictionary<string, string> { ["DisplayName"] = "mails have no sender here", ["KmsMasterKeyId"] = InThisProcess }
            ),
            new(
                "AWS::SNS::Subscription",
                ["Endpoint", "Protocol.email", "Protocol.email-json", "TopicArn"],
                Unsent.ToDictionary(p => $"Protocol.{p}", _ => MailsAlone)
            ),
            Support.None("AWS::SNS::TopicPolicy", "alarms alone publish here"),
        ];

    /// <inheritdoc/>
    public async Task<bool> PublishAsync(string topic, string subject, string body)
    {
        var deployed = deployment.Current;
        var inline = (deployed.FindByArn(topic)?.Properties["Subscription"] as JsonArray ?? []).Select(s => s!.AsObject());
        var subscribed = deployed
            .OfType("AWS::SNS::Subscription")
            .Where(s => s.Text("TopicArn") == topic)
            .Select(s => s.Properties)
            .Concat(inline)
            .ToList();
        foreach (var subscription in subscribed.Where(s => s["Protocol"]?.ToString() is "email" or "email-json"))
        foreach (var mail in mails)
            await mail.SendAsync(subscription["Endpoint"]!.ToString(), topic, subject, body);
        return subscribed.Count > 0 || deployed.FindByArn(topic) is not null;
    }
}

/// <summary>Registers this part of the host.</summary>
public static class NotificationServices
{
    /// <summary>Adds SNS's topics. Another part keeps their mails (<see cref="IMail"/>).</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services
            .AddSingleton<Topics>()
            .AddSingleton<ITopics>(s => s.GetRequiredService<Topics>())
            .AddSingleton<ISupports>(s => s.GetRequiredService<Topics>());

    /// <summary>Adds the API of SNS.</summary>
    public static IServiceCollection AddSns(this IServiceCollection services) =>
        services.AddSingleton<ITopicOperations, TopicOperations>().AddSingleton<IHttpService, TopicService>();
}

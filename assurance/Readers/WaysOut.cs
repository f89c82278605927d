using CognitoStack.Assurance.Access;
using CognitoStack.Assurance.Settings;
using CognitoStack.Assurance.Stores;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Readers;

/// <summary>Ways by which what is kept, or passes by, goes on to somebody else. No setting of the file asks for any of them.</summary>
internal static class WaysOut
{
    /// <summary>Types that send on what others keep, with the property that says where to.</summary>
    private static readonly (string Type, string To)[] Types =
    [
        ("AWS::Logs::SubscriptionFilter", "DestinationArn"),
        ("AWS::Logs::Destination", "TargetArn"),
        ("AWS::Logs::Delivery", "DeliveryDestinationArn"),
        ("AWS::Logs::DeliveryDestination", "DestinationResourceArn"),
        ("AWS::Logs::AccountPolicy", "PolicyDocument"),
        ("AWS::Lambda::EventSourceMapping", "FunctionName"),
        ("AWS::Lambda::EventInvokeConfig", "DestinationConfig"),
        ("AWS::Pipes::Pipe", "Target"),
        ("AWS::CloudTrail::Trail", "S3BucketName"),
        ("AWS::CloudWatch::InsightRule", "RuleBody"),
        ("AWS::S3::AccessPoint", "Name"),
    ];

    /// <summary>Properties that do.</summary>
    private static readonly (string Type, string Property)[] Properties =
    [
        (StoreTypes.Bucket, "ReplicationConfiguration"),
        (StoreTypes.Bucket, "InventoryConfigurations"),
        (StoreTypes.Bucket, "AnalyticsConfigurations"),
        (StoreTypes.Bucket, "NotificationConfiguration"),
        (StoreTypes.Bucket, "MetadataTableConfiguration"),
        (StoreTypes.Table, "StreamSpecification"),
        (StoreTypes.Table, "KinesisStreamSpecification"),
        (StoreTypes.IdentityPool, "CognitoStreams"),
        (StoreTypes.IdentityPool, "CognitoEvents"),
        (StoreTypes.IdentityPool, "PushSync"),
        (StoreTypes.Topic, "DeliveryStatusLogging"),
        (StoreTypes.Topic, "ArchivePolicy"),
        // An extension of Lambda sees every event and every line, X-Ray every call, and a queue the events that failed.
        (StoreTypes.Function, "Layers"),
        (StoreTypes.Function, "TracingConfig"),
        (StoreTypes.Function, "DeadLetterConfig"),
        (StoreTypes.Function, "FileSystemConfigs"),
    ];

    /// <summary>Levels at which Lambda's runtimes and libraries log what passes by.</summary>
    private static readonly string[] Talkative = ["TRACE", "DEBUG"];
    private static readonly string[] Levels = ["ApplicationLogLevel", "SystemLogLevel"];
    private static readonly string[] OfLines = ["Dimensions", "MetricValue"];
    private static readonly string[] OfPeople = ["Users", "Groups"];

    /// <summary>All that there are.</summary>
    public static IEnumerable<Difference> Of(TemplateSet templates) =>
        [
            .. from way in Types
            from resource in templates.OfType(way.Type)
            select Goes(resource, way.To, resource.Properties[way.To]?.ToJsonString() ?? "somebody"),
            .. from way in Properties
            from resource in templates.OfType(way.Type)
            where resource.Properties[way.Property] is not null
            select Goes(resource, way.Property, resource.Properties[way.Property]!.ToJsonString()),
            .. templates.OfType(StoreTypes.Function).SelectMany(Logged),
            .. templates.OfType("AWS::Logs::MetricFilter").SelectMany(Counted),
            .. templates
                .OfType("AWS::Cognito::LogDeliveryConfiguration")
                .SelectMany(Destination.Of)
                .SelectMany(d => Delivered(d, templates)),
            .. templates.OfType("AWS::IAM::Policy").Concat(templates.OfType("AWS::IAM::ManagedPolicy")).SelectMany(Attached),
        ];

    private static IEnumerable<Difference> Logged(Resource function)
    {
        var logging = function.Properties["LoggingConfig"];
        if (logging?["LogFormat"]?.ToString() != "JSON")
            yield return new(
                function.LogicalId,
                "logs",
                "LoggingConfig.LogFormat",
                "JSON, whose levels Lambda can hold back",
                logging?["LogFormat"]?.ToString() ?? "text",
                string.Empty
            );
        foreach (var level in Levels)
            if (Talkative.Contains(logging?[level]?.ToString()))
                yield return new(function.LogicalId, "logs", $"LoggingConfig.{level}", "no events", $"{logging![level]}", string.Empty);
    }

    /// <summary>Metrics have no retention of the file's, and are read by whoever reads metrics: they may count lines, and say nothing of them.</summary>
    private static IEnumerable<Difference> Counted(Resource filter) =>
        from transformation in filter.Properties["MetricTransformations"]?.AsArray() ?? []
        from property in OfLines
        let value = transformation![property]?.ToString()
        where value?.Contains('$', StringComparison.Ordinal) == true || (property == "Dimensions" && value is not null)
        select new Difference(
            filter.LogicalId,
            "makes a metric of",
            $"what lines say ({property})",
            "the number of lines",
            value,
            string.Empty
        );

    private static IEnumerable<Difference> Delivered(Destination log, TemplateSet templates)
    {
        if (log.At(templates) is not { Type: StoreTypes.LogGroup or StoreTypes.Bucket })
            yield return new(
                "the user pool",
                "sends its log to",
                $"{log.Source} (AWS::Cognito::LogDeliveryConfiguration)",
                "a log group or a bucket of the templates",
                log.Arn,
                string.Empty
            );
    }

    private static IEnumerable<Difference> Attached(Resource policy) =>
        from kind in OfPeople
        from who in TemplatePolicies.Texts(policy.Properties[kind])
        select new Difference(
            who,
            "has rights by",
            policy.LogicalId,
            "roles of the templates alone",
            $"one of {kind} of IAM",
            string.Empty
        );

    private static Difference Goes(Resource resource, string how, string to) =>
        new(resource.LogicalId, "sends on", $"{how} ({resource.Type})", "nothing, as no setting asks for it", to, string.Empty);
}

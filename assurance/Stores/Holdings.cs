using CognitoStack.Assurance.Principals;
using CognitoStack.Assurance.Settings;
using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Stores;

/// <summary>How much is lost where somebody reads it who should not.</summary>
internal enum Sensitivity
{
    /// <summary>Names and numbers that say nothing of a person.</summary>
    Names,

    /// <summary>Who somebody is, and what they did.</summary>
    Personal,

    /// <summary>Passwords, tokens, codes, keys: whoever has them is somebody else.</summary>
    Secret,
}

/// <summary>What one resource keeps.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="What">What it keeps, for people.</param>
/// <param name="Sensitivity">How much is lost with it.</param>
/// <param name="Because">The setting that asks for it.</param>
internal sealed record Holding(Resource Resource, string What, Sensitivity Sensitivity, string Because)
{
    /// <summary>By which key the file wants it encrypted.</summary>
    public Encryption Meant { get; init; } = new(KeyOwner.Aws);

    /// <summary>Whether it outlives its stack in production: users, what they keep, and what tells what happened.</summary>
    public bool IsLasting { get; init; } = true;

    /// <summary>Whether it is users' own, of which nothing may get lost by and by.</summary>
    public bool IsOfUsers { get; init; }
}

/// <summary>What the environment file has kept, and where: each with the setting that asks for it.</summary>
internal sealed class Holdings
{
    private readonly EnvironmentConfiguration environment;
    private readonly TemplateSet templates;
    private readonly List<Holding> all = [];

    private Holdings(EnvironmentConfiguration environment, TemplateSet templates) =>
        (this.environment, this.templates) = (environment, templates);

    /// <summary>Finds them among the templates.</summary>
    public static IReadOnlyList<Holding> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        var holdings = new Holdings(environment, templates);
        holdings.AddPools();
        holdings.AddData();
        holdings.AddFunctions();
        holdings.AddLogs();
        holdings.AddKeys();
        // A resource that two settings speak of is one place.
        return [.. holdings.all.DistinctBy(h => (h.Resource.Stack, h.Resource.LogicalId))];
    }

    private void AddPools()
    {
        foreach (var pool in templates.OfType(StoreTypes.UserPool))
            Add(
                pool,
                "users, their attributes, password hashes and sign-ins; secrets of clients and providers",
                Sensitivity.Secret,
                "userPool"
            );
        foreach (var pool in templates.OfType(StoreTypes.IdentityPool))
            Add(pool, "identity ids, under which users keep their data", Sensitivity.Personal, "access");
        foreach (var parameter in templates.OfType(StoreTypes.Parameter).Where(p => IsPublished(p.Text("Name"))))
            all.Add(new(parameter, "a name that applications look up", Sensitivity.Names, "name") { IsLasting = false });
    }

    private void AddData()
    {
        var isOwnKey = environment.Storage.Encryption == EncryptionKey.CustomerKey;
        Encryption Meant(KeyOwner otherwise) => isOwnKey ? new(KeyOwner.Customer, templates.Output("StorageKeyArn")) : new(otherwise);
        foreach (var name in environment.Storage.Buckets.Keys)
            if (Named(StoreTypes.Bucket, $"BucketName{Naming.Pascal(name)}") is { } bucket)
            {
                all.Add(
                    new(bucket, $"what users keep in {name}", Sensitivity.Personal, $"storage.buckets.{name}")
                    {
                        Meant = Meant(KeyOwner.Aws),
                        IsOfUsers = true,
                    }
                );
                if (bucket.Properties["LoggingConfiguration"]?["DestinationBucketName"]?.ToString() is { } log)
                    Add(
                        templates.Find(StoreTypes.Bucket, log),
                        "who read and wrote which object, from where",
                        Sensitivity.Personal,
                        "storage.buckets"
                    );
            }

        foreach (var name in environment.Storage.Tables.Keys)
            AddTable(
                $"TableName{Naming.Pascal(name)}",
                $"what users keep in {name}",
                $"storage.tables.{name}",
                Meant(KeyOwner.AwsInAccount),
                isOfUsers: true
            );
        if (environment.SignInRules?.DenyList == true)
            AddTable("DenyListTableName", "addresses that the gate rejects", "signInRules.denyList", new(KeyOwner.AwsInAccount));
        if (environment.SignInAudit is not null)
            AddTable("AuditTableName", "who signed in when, by which client", "signInAudit", new(KeyOwner.AwsInAccount));
    }

    private void AddFunctions()
    {
        foreach (var meant in ProjectFunction.Of(environment))
            if (meant.In(templates) is { } function)
            {
                all.Add(new(function, "the settings of a function", Sensitivity.Names, meant.Setting) { IsLasting = false });
                Add(
                    templates.Find(StoreTypes.LogGroup, function.Properties["LoggingConfig"]?["LogGroup"]?.ToString() ?? ""),
                    "what a function logs: reasons, and masked names",
                    Sensitivity.Personal,
                    meant.Setting
                );
            }
    }

    private void AddLogs()
    {
        if (environment.Firewall?.Log == true)
            foreach (var logging in templates.OfType("AWS::WAFv2::LoggingConfiguration"))
            foreach (var destination in TemplatePolicies.Texts(logging.Properties["LogDestinationConfigs"]))
                Add(templates.LogGroup(destination), "addresses and paths of requests", Sensitivity.Personal, "operations.waf.log");
        if (environment.Operations.LogDelivery is { IsEmpty: false } delivery)
            foreach (var log in templates.OfType("AWS::Cognito::LogDeliveryConfiguration").SelectMany(Destination.Of))
                if (log.Source == "userNotification" && delivery.NotificationErrors)
                    Add(
                        log.At(templates),
                        "whom a message did not reach",
                        Sensitivity.Personal,
                        "operations.logDelivery.notificationErrors"
                    );
                else if (log.Source == "userAuthEvents" && delivery.UserAuthEvents != LogDestination.Off)
                    Add(
                        log.At(templates),
                        "who signed in, from which address and device, at which risk",
                        Sensitivity.Personal,
                        "operations.logDelivery.userAuthEvents"
                    );
        if (environment.Operations.AlarmEmails.Count > 0)
            foreach (var topic in templates.OfType(StoreTypes.Topic).Where(IsOfAlarms))
                all.Add(
                    new(topic, "alarms on their way to people", Sensitivity.Names, "operations.alarmEmails")
                    {
                        Meant = new(KeyOwner.Customer, topic.Text("KmsMasterKeyId")),
                        IsLasting = false,
                    }
                );
    }

    private void AddKeys()
    {
        if (environment.Storage.Encryption == EncryptionKey.CustomerKey)
            AddKey(templates.Output("StorageKeyArn"), "the key of what users keep", Sensitivity.Secret, "storage.encryption");
        if (environment.Triggers.Keys.Any(t => t is TriggerName.CustomEmailSender or TriggerName.CustomSmsSender))
            AddKey(
                templates.Pool()?.Properties["LambdaConfig"]?["KMSKeyID"]?.ToString(),
                "the key of codes on their way to a sender",
                Sensitivity.Secret,
                "triggers"
            );
        foreach (var topic in all.Where(h => h.Resource.Type == StoreTypes.Topic).ToList())
            AddKey(
                topic.Resource.Text("KmsMasterKeyId"),
                "the key of alarms on their way",
                Sensitivity.Names,
                topic.Because,
                isLasting: false
            );
    }

    private void AddKey(string? arn, string what, Sensitivity sensitivity, string setting, bool isLasting = true)
    {
        if (arn is not null && templates.FindByArn(arn) is { Type: StoreTypes.Key } key)
            all.Add(new(key, what, sensitivity, setting) { IsLasting = isLasting });
    }

    private void AddTable(string output, string what, string setting, Encryption meant, bool isOfUsers = false)
    {
        if (Named(StoreTypes.Table, output) is { } table)
            all.Add(new(table, what, Sensitivity.Personal, setting) { Meant = meant, IsOfUsers = isOfUsers });
    }

    private void Add(Resource? resource, string what, Sensitivity sensitivity, string setting)
    {
        if (resource is not null)
            all.Add(new(resource, what, sensitivity, setting));
    }

    private Resource? Named(string type, string output) => templates.Output(output) is { } name ? templates.Find(type, name) : null;

    private bool IsPublished(string? name) =>
        name?.StartsWith(Naming.Parameter(environment.Name, string.Empty), StringComparison.Ordinal) == true;

    private bool IsOfAlarms(Resource topic) =>
        templates.OfType("AWS::CloudWatch::Alarm").Any(a => TemplatePolicies.Texts(a.Properties["AlarmActions"]).Contains(topic.Arn));
}

/// <summary>Where a user pool sends one kind of its logs.</summary>
/// <param name="Source">Kind of the log.</param>
/// <param name="Arn">Where to.</param>
internal sealed record Destination(string Source, string Arn)
{
    /// <summary>Every destination of a configuration, of whatever kind.</summary>
    public static IEnumerable<Destination> Of(Resource configuration) =>
        from one in configuration.Properties["LogConfigurations"]?.AsArray() ?? []
        from property in one!.AsObject()
        where property.Value is System.Text.Json.Nodes.JsonObject
        from value in property.Value!.AsObject()
        select new Destination(one["EventSource"]?.ToString() ?? "", value.Value!.ToString());

    /// <summary>The resource of the templates; null where it is none of them.</summary>
    public Resource? At(TemplateSet templates) => templates.LogGroup(Arn) ?? templates.FindByArn(Arn);
}

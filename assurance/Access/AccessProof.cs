using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Who reaches what: every subject asks for every action at every place, and gets what the environment file means, no less and no more.</summary>
public sealed class AccessProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "access";

    private readonly Intent intent;
    private readonly Deployment deployment;
    private readonly Cast cast;
    private readonly PlaceCatalog places;
    private readonly Dictionary<string, DeployedBucket> buckets;
    private readonly Dictionary<string, DeployedTable> tables;

    private AccessProof(Intent intent, Deployment deployment)
    {
        (this.intent, this.deployment) = (intent, deployment);
        cast = new Cast(intent, deployment);
        places = new PlaceCatalog(intent, cast.People, deployment.Templates.Identities);
        buckets = Named("BucketName", intent.Storage.Buckets.Keys, deployment.Buckets, b => b.Resource);
        tables = Named("TableName", intent.Storage.Tables.Keys, deployment.Tables, t => t.Resource);
    }

    /// <summary>Asks everything, subject by subject: whoever looks for a fault may stop at the first that has one.</summary>
    public static IEnumerable<ProofResult> BySubject(Intent intent, Deployment deployment, IPolicyEvaluator evaluator)
    {
        var unknown = evaluator.UnknownActions(Actions.All);
        if (unknown.Count > 0)
            throw new InvalidOperationException($"IAM knows no {string.Join(", ", unknown)}: the proof would ask in vain.");
        var proof = new AccessProof(intent, deployment);
        return proof.cast.Subjects().Select(subject => proof.Of(subject, new Interrogation(evaluator)));
    }

    /// <summary>Asks everything.</summary>
    public static ProofResult Of(Intent intent, Deployment deployment, IPolicyEvaluator evaluator)
    {
        var results = BySubject(intent, deployment, evaluator).ToList();
        return new(Name, [.. results.SelectMany(r => r.Decisions)], [.. results.SelectMany(r => r.Differences)]);
    }

    private ProofResult Of(Subject subject, Interrogation interrogation)
    {
        var session = Session.Of(subject, deployment, interrogation);
        AskAll(subject, session, interrogation);
        return ProofResult.Of(
            Name,
            interrogation.Answers(),
            session.Problem is { } problem
                ? [new(subject.Name, "any action", "everywhere", "a role that can be judged", problem, string.Empty)]
                : []
        );
    }

    private void AskAll(Subject subject, Session session, Interrogation interrogation)
    {
        var asker = new Asker(intent, deployment, interrogation, subject, session);
        foreach (var (name, bucket) in buckets)
        {
            foreach (var (key, label, owner) in places.Keys(name))
            foreach (var action in Actions.Objects)
                asker.Object(bucket, new ObjectPlace(name, key, label, owner), action);
            foreach (var (prefix, label, owner) in places.Prefixes(name))
            foreach (var action in Actions.Listings)
                asker.Listing(bucket, new ListingPlace(name, prefix, label, owner), action);
            foreach (var action in Actions.Buckets)
                asker.Resource(
                    new ResourcePlace(name, bucket.Resource.Arn, "the bucket itself"),
                    action,
                    bucket.Resource.LogicalId,
                    bucket.Policy
                );
        }

        foreach (var (name, table) in tables)
        {
            foreach (var (keys, label, owner) in places.LeadingKeys(name))
            foreach (var action in Actions.Items)
                asker.Items(table, new ItemsPlace(name, keys, label, owner), action);
            foreach (var action in Actions.Indexes)
                asker.Resource(
                    new ResourcePlace(name, $"{table.Resource.Arn}/index/any", "an index"),
                    action,
                    table.Resource.LogicalId,
                    table.Policy
                );
            foreach (var action in Actions.Tables)
                asker.Resource(
                    new ResourcePlace(name, table.Resource.Arn, "the table itself"),
                    action,
                    table.Resource.LogicalId,
                    table.Policy
                );
            foreach (var action in Actions.Streams)
                asker.Resource(
                    new ResourcePlace(name, $"{table.Resource.Arn}/stream/2026-01-01T00:00:00.000", "its stream"),
                    action,
                    string.Empty,
                    null
                );
        }

        foreach (var resource in deployment.Templates.Resources)
        foreach (var action in Actions.ByType.GetValueOrDefault(resource.Type) ?? [])
            asker.Resource(Whole(resource), action, resource.Arn, PolicyOf(resource, action));
        foreach (var action in Actions.Account)
            asker.Resource(new ResourcePlace("account", "*", "the account"), action, string.Empty, null);
    }

    private static ResourcePlace Whole(Resource resource) =>
        new(resource.LogicalId, resource.Type == "AWS::Logs::LogGroup" ? resource.Arn[..^2] : resource.Arn, resource.Type);

    private static JsonObject? PolicyOf(Resource resource, string action) =>
        (resource.Type, action) switch
        {
            ("AWS::IAM::Role", "sts:AssumeRole") => resource.Properties["AssumeRolePolicyDocument"]!.AsObject(),
            ("AWS::KMS::Key", _) => resource.Properties["KeyPolicy"]?.AsObject(),
            _ => null,
        };

    /// <summary>Resources by their names in the environment file, found by the outputs that applications use; others by their logical IDs.</summary>
    private Dictionary<string, T> Named<T>(string output, IEnumerable<string> names, IReadOnlyList<T> all, Func<T, Resource> resource)
    {
        var found = names.ToDictionary(
            name => name,
            name =>
            {
                var key = $"{output}{Naming.Pascal(name)}";
                var value = deployment.Templates.Output(key);
                return all.FirstOrDefault(r => resource(r).Name == value)
                    ?? throw new TemplateException($"The output {key} is \"{value}\", which is the name of no resource.");
            }
        );
        foreach (var other in all.Where(r => !found.ContainsValue(r)))
            found[resource(other).LogicalId] = other;
        return found;
    }
}

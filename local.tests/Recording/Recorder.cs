using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;
using CognitoStack.Local.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Recording;

/// <summary>Notes which members of requests the services really look at, and which members they really answer, in every test.</summary>
internal static class Recorder
{
    private static readonly ConcurrentDictionary<string, bool> Noted = new();

    /// <summary>All notes, as <c>cognito-idp SignUp reads UserAttributes.Name</c>; <c>seeks</c> is of a member that the request did not have.</summary>
    public static IReadOnlySet<string> Notes => Noted.Keys.ToHashSet();

    public static void Note(string service, string operation, string what, string path) =>
        Noted[$"{service} {operation} {what} {path}"] = true;

    /// <summary>Puts the recorder around every service of a JSON protocol.</summary>
    public static IServiceCollection Record(this IServiceCollection services)
    {
        foreach (var descriptor in services.Where(d => d.ServiceType == typeof(IJsonService)).ToList())
        {
            services.Remove(descriptor);
            services.AddSingleton<IJsonService>(s => new Recorded(
                (IJsonService)(
                    descriptor.ImplementationFactory?.Invoke(s) ?? ActivatorUtilities.CreateInstance(s, descriptor.ImplementationType!)
                )
            ));
        }
        return services;
    }

    /// <summary>Notes which properties of its resources the parts of the host look at.</summary>
    public static Deployed Record(this Deployed deployed)
    {
        foreach (var resource in deployed.Resources)
            Lookups.Watch(resource.Properties, (path, isThere) => Note("cloudformation", resource.Type, isThere ? "reads" : "seeks", path));
        return deployed;
    }

    /// <summary>The members of a structure and of those within it, lists left out: <c>UserAttributes</c>, <c>UserAttributes.Name</c>.</summary>
    public static IEnumerable<string> Paths(JsonNode? node, string prefix = "") =>
        node switch
        {
            JsonObject members => members.SelectMany(m => Paths(m.Value, $"{prefix}{m.Key}.").Prepend(prefix + m.Key)),
            JsonArray items => items.SelectMany(i => Paths(i, prefix)),
            _ => [],
        };

    /// <summary>A service whose requests and answers are noted.</summary>
    private sealed class Recorded(IJsonService service) : IJsonService, IDisposable
    {
        public string Target => service.Target;

        public string SigningName => service.SigningName;

        public bool IsSignedOnly => service.IsSignedOnly;

        public IReadOnlySet<string>? CborTimes => service.CborTimes;

        public async Task<JsonObject> InvokeAsync(JsonCall call, CancellationToken cancel)
        {
            // The store of items judges all that it is given, in a process of its own.
            var given = SigningName == "dynamodb" ? Paths(call.Input).ToList() : [];
            if (given.Count == 0)
                Lookups.Watch(call.Input, (path, isThere) => Note(SigningName, call.Operation, isThere ? "reads" : "seeks", path));
            var answer = await service.InvokeAsync(call, cancel);
            foreach (var path in given)
                Note(SigningName, call.Operation, "reads", path);
            foreach (var path in Paths(answer))
                Note(SigningName, call.Operation, "answers", path);
            return answer;
        }

        public void Dispose() => (service as IDisposable)?.Dispose();
    }

    /// <summary>Tells of each lookup of a member, and whether the member is there. A <see cref="JsonObject"/> cannot be derived from, but it asks a comparer for the hash of each name that somebody looks up.</summary>
    private sealed class Lookups(IReadOnlySet<string> names, Action<string, bool> told) : IEqualityComparer<string>
    {
        private bool isWatching;

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dictionary")]
        private static extern ref OrderedDictionary<string, JsonNode?>? Members(JsonObject json);

        public static void Watch(JsonNode? node, Action<string, bool> told, string prefix = "")
        {
            if (node is JsonArray items)
                foreach (var item in items)
                    Watch(item, told, prefix);
            if (node is not JsonObject json)
                return;
            foreach (var (name, member) in json)
                Watch(member, told, $"{prefix}{name}.");
            var lookups = new Lookups(json.Select(m => m.Key).ToHashSet(), (name, isThere) => told(prefix + name, isThere));
            ref var members = ref Members(json);
            members = new(members!, lookups);
            // Nobody has looked yet while the names were put in anew.
            lookups.isWatching = true;
        }

        public bool Equals(string? x, string? y) => x == y;

        public int GetHashCode(string name)
        {
            if (isWatching)
                told(name, names.Contains(name));
            return name.GetHashCode(StringComparison.Ordinal);
        }
    }
}

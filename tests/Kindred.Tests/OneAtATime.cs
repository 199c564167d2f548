namespace Kindred.Tests;

/// <summary>Tests that change what all of the process share, as its threads, or measure its memory or time, run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "One at a time";
}

/// <summary>A class in a collection that nobody defined would run beside others.</summary>
public sealed class CollectionTests
{
    [Fact]
    public void Every_collection_that_a_class_of_tests_is_in_is_defined()
    {
        string[] Names(Type attribute) => [.. typeof(CollectionTests).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributesData())
            .Where(data => data.AttributeType == attribute).Select(data => (string)data.ConstructorArguments[0].Value!)];
        Assert.Empty(Names(typeof(CollectionAttribute)).Except(Names(typeof(CollectionDefinitionAttribute))));
    }
}

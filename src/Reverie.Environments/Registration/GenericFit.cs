namespace Reverie.Environments.Registration;

/// <summary>Which environments a wrapper's class can stand before.</summary>
internal static class GenericFit
{
    /// <summary>The class with its type arguments filled in from an environment's own types.</summary>
    /// <returns>Null if it does not fit.</returns>
    public static Type? Close(Type wrapper, Type environment)
    {
        var own = Arguments(environment);
        var wanted = Beneath(wrapper);
        if (own.Length != wanted.Length)
            return null;
        var filled = new Dictionary<Type, Type>();
        for (int i = 0; i < own.Length; i++)
        {
            if (!Fill(wanted[i], own[i], filled))
                return null;
        }
        if (!wrapper.IsGenericTypeDefinition)
            return wrapper;
        try
        {
            return wrapper.MakeGenericType([.. wrapper.GetGenericArguments().Select(parameter => filled[parameter])]);
        }
        catch (ArgumentException)
        {
            // A type argument is not of the kind that the class asks for.
            return null;
        }
    }

    /// <summary>Finds type arguments that make one type of another.</summary>
    private static bool Fill(Type wanted, Type own, Dictionary<Type, Type> filled)
    {
        if (wanted.IsGenericParameter)
            return filled.TryAdd(wanted, own) || filled[wanted] == own;
        if (!wanted.ContainsGenericParameters)
            return wanted == own;
        return own.IsGenericType && own.GetGenericTypeDefinition() == wanted.GetGenericTypeDefinition()
            && wanted.GetGenericArguments().Zip(own.GetGenericArguments()).All(pair => Fill(pair.First, pair.Second, filled));
    }

    /// <summary>The types of observation and action that a wrapper's constructor wants beneath; none if it is no wrapper.</summary>
    public static Type[] Beneath(Type wrapper) => wrapper.GetConstructors().Select(constructor => constructor.GetParameters().FirstOrDefault())
        .Select(first => first is null ? [] : Arguments(first.ParameterType)).FirstOrDefault(arguments => arguments.Length > 0) ?? [];

    private static Type[] Arguments(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.IsGenericType && one.GetGenericTypeDefinition() == typeof(Environment<,>))
                return one.GetGenericArguments();
        }
        return [];
    }
}

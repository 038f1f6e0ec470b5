package org.tandemrec.server.store;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the tables of a database up to date. */
final class Migrations {
    private Migrations() {}

    /**
     * Runs the migrations that are missing.
     *
     * @param name what messages call the database
     * @param folder where the migrations are, below this package
     * @param schema of the tables; empty for databases without schemas
     * @throws StoreException if one fails, or the tables are those of a later version
     */
    static void run(DataSource database, String name, String folder, String schema) {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:org/tandemrec/server/store/" + folder)
                .ignoreMigrationPatterns(new String[0])
                .table("schema_history");
        if (!schema.isEmpty()) {
            configuration.defaultSchema(schema).createSchemas(true);
        }
        try {
            configuration.load().migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    name + ": the tables must be those of this version of Tandem or an earlier one, but: " + e.getMessage()
                            + "; use the version that wrote them, or another store",
                    e);
        }
    }
}

# The application alone: no broker, no simulator.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode --projects streams-app --also-make -DskipTests \
      package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/app/lib \
 && cp streams-app/target/sluice-streams-app-*.jar /app/lib/

FROM eclipse-temurin:21-jre
RUN useradd --system --create-home sluice && mkdir /var/lib/sluice && chown sluice /var/lib/sluice
USER sluice
COPY --from=build /app/lib /app/lib
EXPOSE 7070
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-cp", "/app/lib/*", "io.sluice.cli.Main"]
CMD ["app"]
